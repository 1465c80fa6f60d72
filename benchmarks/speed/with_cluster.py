"""Builds the workspace it is run in on a cluster of its own: `with_cluster.py WORKERS OUT SECONDS`.

A cluster is there before a build. How long the build alone took, by the clock, is written into the file SECONDS.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import dask
from distributed import LocalCluster
from results import plainleaf

if __name__ == "__main__":
    # A worker watches a process of its own that prints, and a daemon may have none.
    dask.config.set({"distributed.worker.daemon": False})
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None) as cluster:
        command = plainleaf("build", "--force", "--scheduler", cluster.scheduler_address, "--output", sys.argv[2])
        began = time.monotonic()
        done = subprocess.run(command, check=False)
        Path(sys.argv[3]).write_text(str(time.monotonic() - began), encoding="utf-8")
    sys.exit(done.returncode)
