"""Ways to predict how often larger galleries return somebody wrong, to be compared.

The package ships one estimator, ``matchaudit.galleries.prediction.fit``. The others live
here: they are what is used elsewhere, and what lost.
"""
