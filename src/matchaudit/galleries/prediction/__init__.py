"""False positive identification rates of galleries larger than any that was tested."""
