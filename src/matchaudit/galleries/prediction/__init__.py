"""False positive identification rates of galleries larger than any that was tested."""

from matchaudit.galleries.prediction.findings import (
    Fit,
    nothing_predicted,
    prediction_findings,
)
from matchaudit.galleries.prediction.findings_settings import PredictionSettings
from matchaudit.galleries.prediction.fit import fit
from matchaudit.galleries.prediction.forecast import Fitted, Forecast
from matchaudit.galleries.prediction.measured_growth import measured_growth

__all__ = [
    "Fit",
    "Fitted",
    "Forecast",
    "PredictionSettings",
    "fit",
    "measured_growth",
    "nothing_predicted",
    "prediction_findings",
]
