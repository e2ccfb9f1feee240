import Foundation

/// The lines and files that a command of a document must write, besides ending with the code that stands there.
struct CommandShape: Sendable {
    /// How the command begins; the longest that fits is taken.
    let command: String
    /// Regular expressions, each of which a line of standard output must fit as a whole.
    let lines: [String]
    /// Files, from the checkout's folder, that must be there and not be empty.
    var files: [String] = []

    /// Every command of the documents that shows no output of its own. One without a shape fails.
    static let all = [
        CommandShape(
            command: "./lab reproduce",
            lines: [#"  hash +[0-9a-f]{64}"#, "  match +(yes|NO): .+"]),
        CommandShape(
            command: "./lab reproduce --model random",
            lines: [#"  hash +[0-9a-f]{64}"#, "  match +inconclusive: nothing was compared.*"]),
        CommandShape(
            command: "./lab reproduce --model random --record",
            lines: ["  golden +recorded as own.json"], files: ["own.json"]),
        CommandShape(
            command: "./lab reproduce gpt2", lines: ["  model +gpt2", "  match +yes: .+"]),
        CommandShape(command: "./lab test", lines: [#".*JourneysTests\.DocumentTests.*"#]),
        CommandShape(
            command: "./lab prove",
            lines: [#"  last value \d+ +glyphs .+"#, #"  proof +[0-9a-f]{64}"#]),
        CommandShape(
            command: "./lab plant --model Models/glyph-nano --kind",
            lines: ["  faults +1 planted, 1 named exactly"],
            files: ["dispute/1-layers-ours.trace", "dispute/3-values-theirs.trace"]),
        CommandShape(
            command: "./lab plant --model Models/glyph-nano --faults",
            lines: [
                "  faults +60 planted, 60 named exactly", "  pairs +35 honest pairs, 0 accused",
            ]),
        CommandShape(
            command: "./lab vary --model Models/glyph-nano --prompts 3",
            lines: [
                #"  variations +[2-9][0-9] same, 0 differ, [0-9]+ not exercised"#,
                "  nothing moved a bit",
            ]),
        CommandShape(
            command: "./lab vary --model Models/glyph-nano --prompts 3 --plant",
            lines: [
                "  planted: bit .* named exactly",
                "  variations +0 same, 1 differs, 0 not exercised",
            ]),
        CommandShape(
            command: "./lab locate dispute/1", lines: ["  ✗ ROOT: prompt 0, layer 1.*"]),
        CommandShape(
            command: "./lab locate dispute/2",
            lines: ["  ✗ ROOT: prompt 0, layer 1, h.1.attn.out"],
            files: ["divergence.svg", "divergence.html"]),
        CommandShape(
            command: "./lab locate dispute/3-values-theirs.trace --against",
            lines: [#"  ✗ ROOT: prompt 0, layer 1, h.1.attn.out, element \[0, 174\]"#],
            files: ["element.json"]),
        CommandShape(
            command: "./lab dispute --plant", lines: ["  ✗ the left party loses"],
            files: ["descent.svg", "planted.json"]),
        CommandShape(
            command: "./lab dispute --replay", lines: ["  ✗ the left party loses"]),
        CommandShape(
            command: "./lab dispute --trials",
            lines: ["  disputes +51 with liars, 51 judged right"]),
        CommandShape(
            command: "./lab rerun", lines: ["  definition +-22616 +as expected"]),
        CommandShape(
            command: "./lab trace", lines: ["  root +[0-9a-f]{64}"]),
        CommandShape(
            command: "./lab trace --model Models/glyph-nano --prompts 100 --level layers",
            lines: ["  ultimate hash +19458553542a464e.*"], files: ["layers.trace"]),
        CommandShape(
            command: "./lab compare layers.trace", lines: [".*INCONCLUSIVE.*"]),
        CommandShape(
            command: "./lab reproduce --out ours.json", lines: ["  match +yes: .+"],
            files: ["ours.json"]),
        CommandShape(command: "./lab compare ours.json", lines: [".*MATCH.*"]),
        CommandShape(
            command: "./lab reproduce --shard 1",
            lines: ["  prompts +50 of 100, from number 0", "  verdict +none: .*"],
            files: ["first.receipt"]),
        CommandShape(
            command: "./lab reproduce --shard 2",
            lines: ["  prompts +50 of 100, from number 50", "  verdict +none: .*"],
            files: ["second.receipt"]),
        CommandShape(
            command: "./lab receipt merge first.receipt --key",
            lines: ["  missing +prompts 50 to 99", "  missing +shard 2/2"]),
        CommandShape(
            command: "./lab receipt merge first.receipt second.receipt",
            lines: ["  hash +19458553542a464e.*", "  match +yes: .*"], files: ["whole.receipt"]),
        CommandShape(
            command: "./lab sweep --model", lines: ["    sbatch sweep/array-1.sh"],
            files: ["sweep/plan.json", "sweep/array-1.sh"]),
        CommandShape(
            command: "./lab sweep status", lines: ["    sbatch --array=0-7 sweep/array-1.sh"]),
        CommandShape(
            command: "./lab models convert Models", lines: [#"  weights hash +[0-9a-f]{64}"#],
            files: ["nano-hdf5/model.h5"]),
        CommandShape(command: "./lab compare Models", lines: [".*MATCH.*"]),
        CommandShape(
            command: "./lab receipt key", lines: [#"  public key +[0-9a-f]{64}"#],
            files: ["lab.key"]),
        CommandShape(
            command: "./lab receipt emit", lines: [#"  ultimate hash +19458553542a464e.*"#],
            files: ["run.receipt"]),
        CommandShape(command: "./lab receipt check", lines: ["  valid +yes"]),
        CommandShape(command: "./lab receipt verify", lines: ["  match +yes: .+"]),
        CommandShape(
            command: "./lab receipt spot-check",
            lines: ["  match +yes: all 20 are .+", #"  1 % +51 .+"#]),
        CommandShape(
            command: "./lab compare run.receipt", lines: ["  agree on all +A B", ".*MATCH.*"]),
        CommandShape(
            command: "./lab models digest", lines: [#".*h\.3\.mlp\.c_proj\.w .*"#]),
        CommandShape(
            command: "./lab bench --trace", lines: [#"  operations +[0-9.]+ .*"#]),
        CommandShape(command: "./lab models list", lines: ["  glyph-nano +.*, here, golden"]),
        CommandShape(
            command: "./lab models fetch gpt2", lines: ["  match +yes"],
            files: ["Models/gpt2/model.safetensors"]),
        CommandShape(command: "./lab models inspect", lines: [#"  weights.* [0-9a-f]{64}"#]),
        CommandShape(command: "./lab models verify", lines: ["  match +yes"]),
        CommandShape(
            command: "./lab models verify random", lines: ["  match +inconclusive"]),
        CommandShape(
            command: "./lab learn",
            lines: [
                #"  after 640 steps +33270a64b614d662.+"#, #"  golden +equal to .*learn\.json"#,
            ]),
        CommandShape(
            command: "./lab learn --svg",
            lines: [#"  golden +equal to .*learn\.json"#], files: ["learn.svg"]),
        CommandShape(
            command: "./lab training trace --seed 7 --out",
            lines: [#"  trace +[0-9a-f]{64}"#], files: ["ours.trace"]),
        CommandShape(
            command: "./lab training trace --seed 7 --fault", lines: ["  planted +step 38: .+"],
            files: ["theirs.trace"]),
        CommandShape(
            command: "./lab training trace --plan ours", lines: [#"  step +38 \(0 to 63\)"#],
            files: ["ours.step"]),
        CommandShape(
            command: "./lab training trace --plan theirs", lines: [#"  step +38 \(0 to 63\)"#],
            files: ["theirs.step"]),
        CommandShape(
            command: "./lab training locate ours.trace",
            lines: ["  step 38 is the first that differs"]),
        CommandShape(
            command: "./lab training locate ours.step",
            lines: [#"  step 38, z \[0, 2\] is the first that differs"#]),
        CommandShape(
            command: "./lab training dispute",
            lines: ["  ✗ the right party loses", "  referee +32 multiply-adds"]),
        CommandShape(
            command: "./lab models synth", lines: ["  folder +random"],
            files: ["random/model.safetensors"]),
        CommandShape(
            command: "./lab models synth qwen-nano", lines: ["  folder +qwen-nano"],
            files: ["qwen-nano/model.safetensors", "qwen-nano/tokenizer.json"]),
        CommandShape(
            command: "./lab models synth qwen-seven", lines: ["  folder +qwen-seven"],
            files: ["qwen-seven/model.safetensors"]),
        CommandShape(
            command: "./lab plant --model qwen-nano",
            lines: ["  every fault was named exactly, nobody was accused"]),
        CommandShape(
            command: "./lab reproduce v3 --model Models/glyph-nano",
            lines: ["  hash +690b19198d6b240e.*", "  match +inconclusive: compared with no golden"]),
        CommandShape(command: "./lab experiment noise-logits", lines: ["  grid, noise 1e-4 +.*"]),
        CommandShape(
            command: "./lab experiment all", lines: ["  grid, noise 1e-4 +.*"],
            files: ["experiments.html"]),
        CommandShape(
            command: "./lab models convert", lines: [#"  weights hash +[0-9a-f]{64}"#],
            files: ["random-hdf5/model.h5"]),
        CommandShape(
            command: "./lab models audit", lines: ["  admitted +yes +NO +"], files: ["audit.svg"]),
        CommandShape(command: "./lab chain init", lines: [], files: ["chain.db"]),
        CommandShape(command: "./lab chain mine", lines: [#".*\b5\b.*"#]),
        CommandShape(command: "./lab chain pay", lines: [#".*\b250\b.*"#]),
        CommandShape(command: "./lab chain show", lines: ["  height +5"]),
        CommandShape(command: "./lab chain export", lines: [], files: ["chain.json"]),
        CommandShape(command: "./lab chain import", lines: ["  height +5"], files: ["other.db"]),
        CommandShape(command: "./lab chain verify", lines: ["  valid +yes"]),
        CommandShape(command: "./lab chain advantage", lines: [".*published.*"]),
        CommandShape(command: "./lab bench", lines: ["  of peak: .+"], files: ["bench.svg"]),
        CommandShape(
            command: "./lab shadow",
            lines: [
                "  integers, .+ +0 +0 +0 +0 of 200 +0, by construction +nowhere *",
                "  result +the integer engine moved no bit between two backends",
            ], files: ["drift.svg"]),
        CommandShape(
            command: "./lab coverage",
            lines: [
                #"  multiply-adds +\d\d\.\d\d % .+ 100\.00 % .+"#,
                #"  published, all +400 +0"#, #"  hardened, all +400 +0"#,
            ], files: ["coverage.svg"]),
        CommandShape(
            command: "./lab reproduce --format", lines: [], files: ["reproduced.json"]),
        CommandShape(command: "./lab prove --format", lines: [], files: ["proof.json"]),
        CommandShape(command: "./lab coverage --format", lines: [], files: ["coverage.json"]),
        CommandShape(
            command: "./lab report",
            lines: [
                "  Machines and goldens +reproduced.json",
                "  Drift in floats +missing: no float shadow was given",
                "  Cascade +proof.json", "  Coverage of the witness +coverage.json",
            ], files: ["report.html"]),
        CommandShape(command: "./lab doctor", lines: ["  isolation +.+"]),
        CommandShape(command: "./lab attack list", lines: [".*LED-01 .*"]),
        CommandShape(
            command: "./lab attack run",
            lines: ["  no .*: all [0-9,]{3,} verdicts are as their scenarios expect"]),
        CommandShape(
            command: "./lab attack run 'ENC",
            lines: ["  no .*: all [0-9]{1,2} verdicts are as their scenarios expect"]),
        CommandShape(
            command: "./lab attack run LED", lines: [".*chain +LED .*"]),
        CommandShape(
            command: "./lab attack show LED", lines: [#".*"id": "LED-[0-9]{2}".*"#]),
        CommandShape(
            command: "./lab attack judge mine.py",
            lines: ["  two-at-once +chain +LED +hardened +held +1/1"]),
        CommandShape(
            command: "./lab attack judge Adversarial",
            lines: ["  old-version +chain +MOD +published +broken +3/3"],
            files: ["evidence/old-version-published/verdict.json"]),
        CommandShape(command: "./lab attack verify", lines: ["  verified"]),
        CommandShape(
            command: "./lab system list",
            lines: ["  chain: .+", "  receipts: .+", "  profiles +published, hardened"]),
        CommandShape(command: "./lab attack mutate", lines: [#".*\bsignature\b.*"#]),
    ]

    static func of(_ command: String) -> CommandShape? {
        all.filter { command.hasPrefix($0.command) }
            .max { $0.command.utf8.count < $1.command.utf8.count }
    }

    /// The lines and files that a command left out, in words.
    func missing(from ending: Ending, in folder: String) -> [String] {
        let written = ending.outputLines
        var missing = lines.filter { pattern in
            guard let regex = try? Regex(pattern) else { return true }
            return !written.contains { (try? regex.wholeMatch(in: $0)) != nil }
        }.map { "expected a line of the form \($0)" }
        for file in files {
            let size = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.size]
            if (size as? Int ?? 0) == 0 { missing.append("expected the file \(file)") }
        }
        return missing
    }
}
