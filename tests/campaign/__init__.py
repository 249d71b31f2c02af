"""Reliability campaigns: long runs whose figures `python -m tests.campaign.page` writes into docs/reliability.md."""
