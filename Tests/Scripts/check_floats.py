"""No floating-point arithmetic in the consensus code of a built program, but for what is listed.

    check_floats.py PROGRAM

Disassembles PROGRAM and looks at every function of the consensus rooms and of the C kernels. Each
exception names its symbols, its instructions, and why they cannot be wrong. Ends with 1 where an
instruction is not listed, and where an exception excuses nothing, so that the list stays true.
"""

import re
import shutil
import subprocess
import sys

ROOMS = ["Tensors", "Inference", "Tokenization", "Fingerprints", "Checkpoints", "Auditing",
         "Training", "LearningNetwork", "MeshNetwork", "MeshLedger", "Classifiers", "HybridChain",
         "HardenedNode", "Ethereum"]
# Functions that are looked at: the kernels, and everything in these Swift modules (by the length
# and name that mangled symbols carry), specialisations of others with their closures included.
IN_ROOM = "|".join(f"{len(room)}{room}" for room in ROOMS)
# Rooms of floats are none of them, whatever types of theirs they take, or names have in common with
# them; Tests/HouseTests see to it that none of them knows one.
OTHERS = "8glyphlab|10Benchmarks|7Shadows|17PublishedLearning|19LearningConformance"
OTHERS += "|13PublishedMesh|18PublishedMeshChain|15MeshConformance"
OTHERS += "|15PublishedHybrid|17HybridConformance"
OTHERS += "|11FloatEngine|16FloatConformance|11Experiments"
LOOKED_AT = re.compile(rf"^c[kt]_|^\$s(?!{OTHERS}).*?(?:{IN_ROOM})")

CONVERSIONS = r"cvt(dq2pd|tpd2dq|si2sd|tsd2si|sd2si)[lq]?"
EXCEPTIONS = [
    # Both operands are integers below 2^53 and the quotient is at most 2^16: the quotient that is
    # no integer lies 2^-31 or more below the next one, the division errs by 2^-37 at most.
    ("a division that cannot be wrong (elements_template.h, quotient)",
     r"^ck_(gelu_all|attention|attention_chain|gelu|softmax|softmax_rows|swiglu)"
     r"_(portable|avx2|avx512vnni|amxint8|neon|emulatedtiles)$",
     rf"^v?(mul[sp]d|div[sp]d|{CONVERSIONS})$"),
    # Operands are integers up to 2^17 times a power of two; the quotient up to 2^16 errs by 2^-8 at
    # most and never falls below an integer that it reaches; its remainder corrects it.
    ("a division with its remainder (wide_loops_template.h, quotients)",
     r"^ck_(gelu_all|gelu_16|swiglu)_(avx512vnni|amxint8)$", r"^v(mulps|divps|cvtdq2ps|cvttps2dq)$"),
    # The yardstick: integers that float64 holds exactly, whole sums below 2^53.
    ("the float64 yardstick (OpenBLASGEMM_openblas.swift)",
     r"OpenBLAS", r"^v?(cvt[a-z0-9]+|ucomis[sd]|comis[sd]|cmp[a-z]*[sp]d|(mul|add|sub)[sp]d)$"),
    # Checkpoint floats become integers by IEEE operations with one stated rounding rule.
    ("floats of checkpoints (FloatConversion_ieee.swift)",
     r"FloatConversion|ConvertedElements",
     r"^v?(cvt[a-z0-9]+|ucomis[sd]|comis[sd]|cmp[a-z]*[sp]d|(mul|add|sub|min|max|round)[sp][sd])$"),
]

ARITHMETIC = re.compile(
    r"^v?(?:(?:add|sub|mul|div|sqrt|min|max|round|rndscale|reduce|getexp|getmant|scalef|range"
    r"|hadd|hsub|addsub|dp|cmp[a-z]*|ucomi|comi|rcp[0-9]*|rsqrt[0-9]*|fn?m(?:add|sub)[a-z0-9]*)"
    r"[ps][sdh](?:[0-9a-z]*)?|cvt[a-z0-9]*(?:ps|pd|ss|sd|ph|sh)[a-z0-9]*"
    r"|t?v?dp(?:bf16|fp16)ps|vfixupimm[a-z]*"
    r"|f(?:add|sub|mul|div|sqrt|sin|cos|ptan|patan|yl2x|2xm1|i?ld|i?st)[a-z0-9]*)$")


def functions(program):
    """(symbol, mnemonic) of every instruction."""
    tool = shutil.which("objdump") or shutil.which("llvm-objdump")
    if tool is None:
        sys.exit("check_floats: needs objdump")
    lines = subprocess.Popen(
        [tool, "-d", "--no-show-raw-insn", program], stdout=subprocess.PIPE, text=True)
    symbol = ""
    for line in lines.stdout:
        head = re.match(r"^[0-9a-f]+ <(.*)>:$", line)
        if head:
            symbol = head.group(1)
            continue
        instruction = re.match(r"^\s+[0-9a-f]+:\s+(?:rep\w*\s+|lock\s+)*([a-z][a-z0-9]*)", line)
        if instruction:
            yield symbol, instruction.group(1)
    if lines.wait() != 0:
        sys.exit(f"check_floats: {tool} failed on {program}")


def main():
    seen, looked_at, wrong = [0] * len(EXCEPTIONS), set(), {}
    for symbol, mnemonic in functions(sys.argv[1]):
        if not LOOKED_AT.search(symbol):
            continue
        looked_at.add(symbol)
        if not ARITHMETIC.match(mnemonic):
            continue
        for index, (_, symbols, instructions) in enumerate(EXCEPTIONS):
            if re.search(symbols, symbol) and re.match(instructions, mnemonic):
                seen[index] += 1
                break
        else:
            wrong.setdefault(symbol, set()).add(mnemonic)
    kernels = sum(symbol.startswith(("ck_", "ct_")) for symbol in looked_at)
    print(f"{len(looked_at)} functions looked at, {kernels} of them kernels")
    for (name, _, _), count in zip(EXCEPTIONS, seen):
        print(f"{count} instructions of {name}")
    for symbol, mnemonics in sorted(wrong.items()):
        print(f"{symbol}: {', '.join(sorted(mnemonics))}")
    if wrong or not kernels or 0 in seen:
        sys.exit("check_floats: floating-point arithmetic that is not listed, or a list that is "
                 "not true" if wrong or kernels else "check_floats: no kernel was found")


main()
