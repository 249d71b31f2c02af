"""The same figures on a Dask cluster (pip install 'mcda-policy[dask]')."""

from __future__ import annotations

import pytest

from mcda.methods.acceptability import rank_acceptability
from tests.methods.test_acceptability import DIGEST, digest, fixed, whole


def test_a_cluster_does_not_matter() -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.Client(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as client:
        found = rank_acceptability(fixed(), whole(4), 1 << 15, chunk=2000, executor=client.get_executor())

    assert digest(found) == DIGEST
