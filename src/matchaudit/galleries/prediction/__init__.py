"""False positive identification rates of galleries larger than any that was tested."""

from matchaudit.galleries.prediction.findings import (
    Fit,
    nothing_predicted,
    prediction_findings,
)
from matchaudit.galleries.prediction.findings_settings import PredictionSettings
from matchaudit.galleries.prediction.forecast import Fitted, Forecast, Scale

__all__ = [
    "Fit",
    "Fitted",
    "Forecast",
    "PredictionSettings",
    "Scale",
    "nothing_predicted",
    "prediction_findings",
]
