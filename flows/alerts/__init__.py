"""Alerts: made from what a run found, kept in an outbox, and delivered from there."""
