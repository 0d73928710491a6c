"""What happens as the gallery grows: 1:N rates, prediction, what a candidate is worth."""
