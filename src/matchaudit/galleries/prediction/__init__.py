"""False positive identification rates of galleries larger than any that was tested."""

from matchaudit.galleries.prediction.findings import (
    Fit,
    nothing_predicted,
    prediction_findings,
)
from matchaudit.galleries.prediction.findings_settings import PredictionSettings
from matchaudit.galleries.prediction.fit import fit
from matchaudit.galleries.prediction.forecast import Fitted, Forecast, Scale
from matchaudit.galleries.prediction.within import (
    Measured,
    naive_fpir,
    rarefied_fpir,
)

__all__ = [
    "Fit",
    "Fitted",
    "Forecast",
    "Measured",
    "PredictionSettings",
    "Scale",
    "fit",
    "naive_fpir",
    "nothing_predicted",
    "prediction_findings",
    "rarefied_fpir",
]
