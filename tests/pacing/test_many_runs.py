"""The two ways to solve the model, runs or slides integrated out, are one."""

import numpy as np
import pytest

from pacer.pacing.posterior import CAUSES, OMEGA, SIGMA, _directions, _solve


@pytest.mark.parametrize(("slides", "runs"), [(3, 1), (5, 5), (12, 7), (7, 12), (4, 60)])
def test_runs_or_slides_integrated_out(slides, runs):
    rng = np.random.default_rng(slides)
    gap = rng.normal(0, 0.3, (slides, runs))
    weights = rng.uniform(0.2, 1.5, (slides, runs)) * (rng.random((slides, runs)) < 0.8)
    causes = rng.normal(0, 1, (slides, runs, CAUSES))
    grid = len(OMEGA)
    s2, centre = SIGMA[:, None] ** 2, rng.normal(0, 0.1, (grid, CAUSES))
    slide2 = rng.uniform(0.1, 1.0, (grid, slides))
    run2 = np.broadcast_to(OMEGA[:, None] ** 2, (grid, runs))
    sds = np.array([0.2, 0.6, 0.02, 0.08])
    one = _solve(gap, weights, causes, s2, slide2, run2, centre, sds)
    other = _solve(gap.T, weights.T, causes.swapaxes(0, 1), s2, run2, slide2, centre, sds)
    close = {"rtol": 1e-7, "atol": 1e-9}
    np.testing.assert_allclose(one.theta[:, :CAUSES], other.theta[:, :CAUSES], **close)
    np.testing.assert_allclose(one.theta[:, CAUSES:], other.others, **close)
    np.testing.assert_allclose(one.others, other.theta[:, CAUSES:], **close)
    square = (slice(None), slice(CAUSES), slice(CAUSES))
    np.testing.assert_allclose(one.cov[square], other.cov[square], **close)
    np.testing.assert_allclose(one.evidence, other.evidence, **close)


@pytest.mark.parametrize("count", [2, 6, 40])
def test_the_main_directions_and_the_rest_hold_all_the_variance(count):
    causes = np.random.default_rng(count).normal(0, 1, (count, 6))
    main, left = _directions(causes)
    np.testing.assert_allclose((main**2).sum(0) + left, (causes**2).sum(0))
    along = np.linalg.svd(causes)[1][: len(main)]
    np.testing.assert_allclose(np.sort((main**2).sum(1))[::-1][: len(along)], along**2, rtol=1e-6)
