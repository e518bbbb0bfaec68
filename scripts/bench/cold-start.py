"""The measurements of scripts/bench/cold-start: cold-start.py JAVA RUNS"""

import collections
import datetime
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

JAVA, RUNS = sys.argv[1], int(sys.argv[2])
ROOT = pathlib.Path(__file__).resolve().parents[2]
INVOKER = ROOT / "target/bench/java-function-invoker.jar"
README = ROOT / "functions/README.md"
FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "K_SERVICE": "bench",
    "SIGIL_GCP_PROJECT": "sigil-bench",
    "SIGIL_GCP_REGION": "europe-west1",
    "SIGIL_GCP_SOURCE_BUCKET": "sigil-bench-sources",
    "SIGIL_GCP_IMAGE_REPOSITORY": "europe-west1-docker.pkg.dev/sigil-bench/sigil-servers",
    "SIGIL_GCP_BUILD_ACCOUNT": "build@sigil-bench.iam.gserviceaccount.com",
    "SIGIL_GCP_GATEWAY_ACCOUNT": "gateway@sigil-bench.iam.gserviceaccount.com",
    "SIGIL_GCP_EMULATOR_HOST": "127.0.0.1:1",
    "FIRESTORE_EMULATOR_HOST": "127.0.0.1:1",
    "PUBSUB_EMULATOR_HOST": "127.0.0.1:1",
    "SIGIL_GITHUB_WEBHOOK_SECRET": "0123456789abcdef0123456789abcdef",
}

Way = collections.namedtuple("Way", "title layout flags archive")
WAYS = [
    Way("Cloud Functions", "framework", FLAGS, False),
    Way("Cloud Functions, class data archive", "framework", FLAGS, True),
    Way("own image, class data archive", "classpath", FLAGS, True),
]


def command(function, way, jar, port):
    if function["kind"] == "service":
        return ["-jar", jar]
    target = ["--target", function["entryPoint"], "--port", str(port)]
    if way.layout == "framework":
        return ["-jar", str(INVOKER), "--classpath", jar, *target]
    return ["-cp", f"{jar}:{INVOKER}", "com.google.cloud.functions.invoker.runner.Invoker", *target]


def start(function, way, jar, options):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**ENVIRONMENT, "SIGIL_GATEWAY_PORT": str(port), "FUNCTION_SIGNATURE_TYPE": "http"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [JAVA, *way.flags, *options, *command(function, way, jar, port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=60):
                return process, (time.perf_counter() - began) * 1000
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                sys.exit(f"{function['entryPoint']} ended: {process.stderr.read().decode()[-3000:]}")
            if time.perf_counter() - began > 120:
                process.kill()
                sys.exit(f"{function['entryPoint']} did not answer within 120 s")
            time.sleep(0.002)


def measure(function, way, jar, options):
    process, wall = start(function, way, jar, options)
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    resident = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
    process.kill()
    process.communicate()
    return wall, cpu, resident


def class_archive(function, way, jar, folder, name):
    file = folder / f"{name}-{way.layout}.jsa"
    process, _ = start(function, way, jar, [f"-XX:ArchiveClassesAtExit={file}"])
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    return [f"-XX:SharedArchiveFile={file}"]


def weight(name, jar):
    packed = ROOT / "target/package" / (f"{name}.tar.gz" if name == "gateway" else f"{name}.zip")
    with zipfile.ZipFile(jar) as content:
        classes = [entry for entry in content.infolist() if entry.filename.endswith(".class")]
    size = sum(entry.file_size for entry in classes)
    return packed.stat().st_size / 1e6, len(classes), size / 1e6


def cell(samples):
    wall, cpu, resident = (statistics.median(values) for values in zip(*samples))
    return f"{wall:,.0f} / {cpu:,.0f} / {resident:.0f}"


def table(functions, jars, samples):
    lines = ["| function | archive | classes | " + " | ".join(way.title for way in WAYS) + " |", "|---" * (3 + len(WAYS)) + "|"]
    for name in functions:
        packed, count, size = weight(name, jars[name])
        row = " | ".join(cell(samples[name, way]) for way in WAYS)
        lines.append(f"| {name} | {packed:.1f} MB | {count:,}, {size:.1f} MB | {row} |")
    version = subprocess.run([JAVA, "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    machine = f"{os.cpu_count()} processors, {version}, {datetime.date.today()}, load {os.getloadavg()[2]:.1f}"
    return "\n".join(lines) + f"\n\nMedian of {RUNS}, interleaved; {machine}. `scripts/bench/cold-start` measures again.\n"


def main():
    functions = json.loads((ROOT / "terraform/topology.json").read_text())["functions"]
    jars = {name: str(ROOT / f"functions/{name}/target/archive/sigil-{name}.jar") for name in functions}
    samples = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        options = {
            (name, way): class_archive(function, way, jars[name], pathlib.Path(folder), name) if way.archive else []
            for name, function in functions.items() for way in WAYS}
        for run in range(RUNS):
            for (name, way), extra in options.items():
                samples[name, way].append(measure(functions[name], way, jars[name], extra))
            print(f"run {run + 1} of {RUNS}", file=sys.stderr)
    text = table(functions, jars, samples)
    print(text)
    begin, end = "<!-- cold-start -->\n", "<!-- /cold-start -->"
    old = README.read_text()
    README.write_text(old[:old.index(begin) + len(begin)] + text + old[old.index(end):])


main()
