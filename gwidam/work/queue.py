"""The queue of jobs: what facts cause, run by the queue's own worker, and begun again where a worker died."""

from __future__ import annotations

import asyncio
import logging
import threading

log = logging.getLogger(__name__)

STALLED_EVERY = 15.0
STALLED_AFTER = 30.0  # seconds without a heartbeat of its worker: DESIGN asks for a re-run within a minute
JOBS_AT_ONCE = 2  # as many as there are cores on a small machine


def run_jobs(stopping: threading.Event) -> None:
    """Run jobs until told to stop."""
    while not stopping.is_set():
        try:
            asyncio.run(_work(stopping))
        except Exception:
            log.exception("the job worker stopped; starting it again")
            stopping.wait(1)


async def _work(stopping: threading.Event) -> None:
    from procrastinate.contrib.django import app

    async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker_app:  # type: ignore[attr-defined]
        worker = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=5,
            )
        )
        stalled_at = 0.0
        while not stopping.is_set() and not worker.done():
            await asyncio.sleep(0.2)
            stalled_at -= 0.2
            if stalled_at <= 0:
                stalled_at = STALLED_EVERY
                await retry_stalled(worker_app)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def retry_stalled(worker_app: object) -> None:
    """Jobs whose worker died run again."""
    manager = worker_app.job_manager  # type: ignore[attr-defined]
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)
