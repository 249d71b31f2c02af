"""A scenario: one study under one set of weights, with its ranking, its mix and the words and record of both."""
