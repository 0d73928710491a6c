"""What was observed: schemas, readers, and the refusal of what may name people."""

from matchaudit.records.candidates import CANDIDATES
from matchaudit.records.claims import CLAIMS
from matchaudit.records.cleaning import CleanResult, clean, clean_path
from matchaudit.records.column_guess import ColumnGuess
from matchaudit.records.comparisons import COMPARISONS
from matchaudit.records.deployments import DEPLOYMENTS
from matchaudit.records.field_use import read_records
from matchaudit.records.kinds import KINDS
from matchaudit.records.mapping import MadeFrom, MapFile, load_map, save_map
from matchaudit.records.options import ReadOptions
from matchaudit.records.proposal import Proposal, map_path, propose
from matchaudit.records.readers import read_comparisons
from matchaudit.records.recoding import Vocabulary, WordQuestion
from matchaudit.records.schema import Field, Kind, UniqueKey, csvw, table_schema
from matchaudit.records.searches import SEARCHES
from matchaudit.records.table import ComparisonTable, InputFile, Table

__all__ = [
    "CANDIDATES",
    "CLAIMS",
    "COMPARISONS",
    "DEPLOYMENTS",
    "KINDS",
    "SEARCHES",
    "CleanResult",
    "ColumnGuess",
    "ComparisonTable",
    "Field",
    "InputFile",
    "Kind",
    "MadeFrom",
    "MapFile",
    "Proposal",
    "ReadOptions",
    "Table",
    "UniqueKey",
    "Vocabulary",
    "WordQuestion",
    "clean",
    "clean_path",
    "csvw",
    "load_map",
    "map_path",
    "propose",
    "read_comparisons",
    "read_records",
    "save_map",
    "table_schema",
]
