import Encodings
import Foundation
import MeshTrials
import PublishedMeshChain
import Scenarios
import Trials

let arguments = CommandLine.arguments.dropFirst()
let mode = arguments.first ?? "run"
let names = arguments.dropFirst()
let folder = "Adversarial/scenarios/mesh"
let systems: [any SystemTrials] = [MeshSystemTrials()]
var scenarios: [Scenario] = []
for name in Folder0.names(folder) where names.isEmpty || names.contains(where: { name.hasPrefix($0) }) {
    let path = "\(folder)/\(name)"
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    if mode == "format" {
        let text = try JSONParser.parse(bytes, byteCountMax: 1 << 20).prettyText + "\n"
        bytes = Array(text.utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        continue
    }
    do { scenarios.append(try Scenario(json: bytes, file: path, systems: systems)) } catch { print("FILE", error) }
}
enum Folder0 {
    static func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().filter { $0.hasSuffix(".json") }
    }
}
if mode == "curve" {
    for left in 1...20 {
        for since in 1...left {
            let p = ChainFraction.quotient(UInt128(since), UInt128(left))
            if RewardCurve(.msun).attestor(progress: p) != RewardCurve(.nearest).attestor(progress: p) { print(since, left) }
        }
    }
}
if mode == "null" {
    for run in 0..<6 {
        for profile in Profile.allCases {
            let out = NullTrial(system: MeshSystemTrials(), profile: profile, seed: "\(run)").run()
            print(run, profile.rawValue, out.complaint ?? "silent")
        }
    }
}
let seeds = ProcessInfo.processInfo.environment["SEEDS"]?.split(separator: ",").map(String.init) ?? ["0"]
if mode == "run" || mode == "show" {
    for scenario in scenarios {
        for profile in Profile.allCases where scenario.profiles.contains(profile) {
            for seed in seeds {
                let begin = Date()
                let r = Trial(scenario: scenario, profile: profile, seed: seed).run()
                let ok = r.verdict == r.expected
                print(ok ? "ok  " : "BAD ", scenario.summary.id, profile.rawValue, seed, r.verdict, "\(Int(Date().timeIntervalSince(begin) * 1000))ms", ok && mode == "run" ? "" : r.evidence)
            }
        }
    }
}
if mode == "mutate" {
    for scenario in scenarios {
        for g in scenario.expectation(.hardened)?.guards ?? [] {
            let r = Trial(scenario: scenario, profile: .hardened, guards: Guards.all.without(g), seed: seeds[0]).run()
            let red = r.verdict == .broken || r.verdict == .notExercised
            print(red ? "red  " : "GREEN", scenario.summary.id, g.name, r.verdict, r.evidence.prefix(160))
        }
    }
}
