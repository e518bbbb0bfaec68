"""The measurements of scripts/bench/scanner: scanner.py JAVA CLASSPATH GITLEAKS PEERS [--rounds N] [TREE]"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUFFIXES = {".js", ".mjs", ".cjs", ".ts", ".mts", ".json", ".md", ".yml", ".py", ".sh"}
DEFAULT_BYTES = 40_000_000
LARGE_BYTES = 100_000_000
WARM_SCANS = 5
MEMORY = 512


def run(command, **options):
    """Its CPU seconds, wall seconds, peak memory in MiB, and what it printed."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return cpu, time.monotonic() - started, usage.ru_maxrss / 1024, output


def files(tree):
    for directory, folders, names in os.walk(tree):
        folders[:] = sorted(folder for folder in folders if folder != ".git")
        for name in sorted(names):
            path = pathlib.Path(directory, name)
            if path.is_file() and not path.is_symlink():
                yield path


def size(tree):
    return sum(path.stat().st_size for path in files(tree))


def published(peers, target):
    """Copies the sources of npm packages, up to a size."""
    total = 0
    modules = pathlib.Path(peers, "node_modules")
    for path in files(modules):
        length = path.stat().st_size
        if path.suffix in SUFFIXES and total + length <= DEFAULT_BYTES:
            copy = target / "packages" / path.relative_to(modules)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            total += length
    return target


def enlarged(tree, target):
    """Copies the tree side by side until there is enough of it."""
    total = number = 0
    while total < LARGE_BYTES:
        for path in files(tree):
            copy = target / str(number) / path.relative_to(tree)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            total += copy.stat().st_size
            if total >= LARGE_BYTES:
                break
        number += 1
    return target


def line(title, cpu, megabytes, beside=None):
    speed = megabytes / cpu
    ratio = f"{speed * beside / megabytes:8.1f} x" if beside else ""
    print(f"{title:42} {cpu:8.2f} CPU-s {speed:8.2f} MB/CPU-s {ratio}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("java", "classes", "gitleaks", "peers"):
        parser.add_argument(name)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("tree", nargs="?")
    options = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory(prefix="sigil-bench.") as scratch:
        tree = options.tree or published(options.peers, pathlib.Path(scratch, "tree"))
        measure(options, pathlib.Path(tree).resolve(), pathlib.Path(scratch, "large"))


def measure(options, tree, large):
    megabytes = size(tree) / 1e6
    print(f"{tree.name}: {megabytes:.1f} MB, load {os.getloadavg()[0]:.1f}, median of {options.rounds}, in turn")
    own = [options.java, "-XX:+UseSerialGC", f"-Xmx{MEMORY * 3 // 4}m", "-cp", options.classes]
    own += ["dev.sigil.scanner.ScannerBenchmark"]
    # As the command line starts; the second compiler costs more than a single scan gives back.
    brief = [own[0], "-XX:TieredStopAtLevel=1", *own[1:]]
    ways = {
        "secrets only, cold process": brief + ["secrets", "1", str(tree)],
        "whole, cold process": brief + ["whole", "1", str(tree)],
        "sigil scan, cold process": [str(ROOT / "scripts/sigil"), "scan", "--all", "--json", str(tree)],
    }
    if os.access(options.gitleaks, os.X_OK):
        quiet = ["--no-banner", "-l", "error", "--exit-code", "0"]
        ways = {"gitleaks": [options.gitleaks, "dir", str(tree), *quiet]} | ways
    run([str(ROOT / "scripts/sigil"), "--version"], cwd=ROOT)
    cpu, wall = ({way: [] for way in ways} for _ in range(2))
    warm = {"secrets": [], "whole": []}
    for _ in range(options.rounds):
        for way, command in ways.items():
            used, elapsed, _, _ = run(command)
            cpu[way].append(used)
            wall[way].append(elapsed)
        for mode, found in warm.items():
            _, _, _, output = run(own + [mode, str(WARM_SCANS), str(tree)])
            found.append(json.loads(output)["cpuSeconds"])
    beside = statistics.median(cpu["gitleaks"]) if "gitleaks" in cpu else None
    for way, found in cpu.items():
        line(way, statistics.median(found), megabytes, beside)
    for mode, found in warm.items():
        line(f"{mode}, warm", statistics.median(found), megabytes, beside)
    print(f"{'sigil scan, from start to end':42} {statistics.median(wall['sigil scan, cold process']):8.2f} s")
    enlarged(tree, large)
    used, _, memory, _ = run(brief + ["whole", "1", str(large)])
    print(f"{size(large) / 1e6:.0f} MB within {memory:.0f} MiB of memory, {used:.1f} CPU-s (-Xmx{MEMORY * 3 // 4}m)")


if __name__ == "__main__":
    main()
