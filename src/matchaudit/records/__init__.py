"""What was observed: schemas, readers, and the refusal of what may name people."""

from matchaudit.records.cleaning import CleanResult, clean, clean_path
from matchaudit.records.comparisons import COMPARISONS, KINDS
from matchaudit.records.mapping import MadeFrom, MapFile, load_map, save_map
from matchaudit.records.options import ReadOptions
from matchaudit.records.proposal import ColumnGuess, Proposal, map_path, propose
from matchaudit.records.readers import read_comparisons
from matchaudit.records.schema import Field, Kind, UniqueKey, csvw, table_schema
from matchaudit.records.table import InputFile, Table

__all__ = [
    "COMPARISONS",
    "KINDS",
    "CleanResult",
    "ColumnGuess",
    "Field",
    "InputFile",
    "Kind",
    "MadeFrom",
    "MapFile",
    "Proposal",
    "ReadOptions",
    "Table",
    "UniqueKey",
    "clean",
    "clean_path",
    "csvw",
    "load_map",
    "map_path",
    "propose",
    "read_comparisons",
    "save_map",
    "table_schema",
]
