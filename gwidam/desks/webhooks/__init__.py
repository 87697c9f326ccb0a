"""Settings: the webhooks of the house, their health, and their logs."""
