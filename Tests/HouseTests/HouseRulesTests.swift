import Foundation
import TestSupport
import Testing

@Suite("The rules of the house")
struct HouseRulesTests {
    typealias Rule = @Sendable (SourceFile) -> [Violation]

    static let rules: [(name: String, rule: Rule, planted: (path: String, text: String))] = [
        (
            "rooms know only the floors below", HouseRules.importDirection,
            ("Inference/X.swift", "internal import Checkpoints")
        ),
        (
            "a referee does not know the system that it judges", HouseRules.refereesApart,
            ("GatewayTrials/Referee/X.swift", "internal import GatewayNetwork")
        ),
        (
            "C is imported only in files named for its library", HouseRules.markedC,
            ("Tensors/X.swift", "internal import CKernels")
        ),
        (
            "nothing on the way to a hash reads floats, clocks or the environment",
            HouseRules.integersOnly, ("Tensors/X.swift", "let x: Double = 0")
        ),
        (
            "floats are named for what they are", HouseRules.markedFloats,
            ("Shadows/X.swift", "let x: Float = 0")
        ),
        (
            "nothing on the way to a hash knows the floats", HouseRules.shadowsApart,
            ("Proving/X.swift", "internal import Shadows")
        ),
        ("the engine does no I/O", HouseRules.pureEngine, ("Inference/X.swift", "print(x)")),
        (
            "hash tables are marked as never iterated", HouseRules.markedHashTables,
            ("Tensors/X.swift", "    var ids: [String: Int] = [:]")
        ),
        (
            "doc comments begin with a noun or a verb", HouseRules.nounFirst,
            ("Planted/X.swift", "    /// - Parameter bytes: What is read.")
        ),
        ("no loopholes", HouseRules.noLoopholes, ("glyphlab/X.swift", "let x = try! y()")),
        (
            "files, functions and lines fit", HouseRules.sizes,
            (
                "Tensors/X.swift",
                "func f() {\n" + String(repeating: "    g()\n", count: 70) + "}"
            )
        ),
    ]

    static let sources: [SourceFile] = {
        let root = Vectors.house.appending(path: "Sources")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().compactMap { name in
            guard [".swift", ".c", ".h"].contains(where: name.hasSuffix),
                let text = try? String(contentsOf: root.appending(path: name), encoding: .utf8)
            else { return nil }
            return SourceFile(path: name, text: text)
        }
    }()

    @Test("Every rule holds in Sources", arguments: rules.indices)
    func holds(index: Int) {
        let (name, rule, _) = Self.rules[index]
        #expect(Self.sources.count > 50, "the sources were not found")
        for violation in Self.sources.flatMap(rule) {
            Issue.record("\(name): \(violation)")
        }
    }

    @Test("Every rule fires on a planted violation", arguments: rules.indices)
    func fires(index: Int) {
        let (name, rule, planted) = Self.rules[index]
        #expect(!rule(SourceFile(path: planted.path, text: planted.text)).isEmpty, "\(name)")
    }

    @Test("Every room has its place in the floor plan, and every place its room")
    func rooms() throws {
        let plan = try FloorPlan.read.get()
        let root = Vectors.house.appending(path: "Sources").path
        let folders = try FileManager.default.contentsOfDirectory(atPath: root)
        // Rooms of C import no module.
        for room in folders where !room.hasPrefix("C") || plan.rooms[room] != nil {
            #expect(plan.rooms[room] != nil, "\(room)")
        }
        let strangers = plan.rooms.keys.filter { !folders.contains($0) }
        #expect(strangers.isEmpty)
        #expect(plan.rooms.count > 25)
        #expect(plan.rooms["Tensors"] == ["CKernels", "COpenBLAS"])
        #expect(plan.rooms["Encodings"] == [])
        #expect(plan.rooms["PythonValues"] == ["Encodings", "BigInt"])
    }

    @Test("The engine of the attacks reaches no system, and no trials reach another's")
    func systems() throws {
        let plan = try FloorPlan.read.get()
        let systems: Set = ["GlyphChain", "GatewayNetwork"]
        let trials: Set = ["GlyphChainTrials", "GatewayTrials"]
        #expect(plan.reached(from: "Scenarios").isDisjoint(with: systems.union(trials)))
        for room in trials {
            #expect(plan.reached(from: room).isDisjoint(with: trials), "\(room)")
            #expect(plan.reached(from: room).intersection(systems).count == 1, "\(room)")
        }
        for room in systems {
            #expect(plan.reached(from: room).isDisjoint(with: ["Scenarios"]), "\(room)")
        }
    }

    @Test("The room of all chains reaches no chain's rules, no proof and no model")
    func chains() throws {
        let plan = try FloorPlan.read.get()
        let strangers = [
            "GlyphChain", "GatewayNetwork", "Fingerprints", "Proving", "Inference", "PythonValues",
        ]
        #expect(plan.reached(from: "Chains").isDisjoint(with: strangers))
        #expect(plan.reached(from: "GlyphChain").contains("Chains"))
    }

    @Test("The room of all chains asks for no profile: rules say what differs")
    func profiles() {
        let files = Self.sources.filter { $0.room == "Chains" }
        #expect(files.count > 15)
        for file in files {
            let found = file.violations("names a profile") { line in
                line.contains(/\.(published|hardened)\b/) || line.contains("Profile.")
            }
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test("The README's table has a row for every room")
    func table() throws {
        let readme = try String(
            contentsOf: Vectors.house.appending(path: "README.md"), encoding: .utf8)
        let root = Vectors.house.appending(path: "Sources").path
        for room in try FileManager.default.contentsOfDirectory(atPath: root)
        where room != "StampPlugin" {
            let isThere = readme.split(separator: "\n").contains {
                $0.hasPrefix("| `") && ($0.split(separator: "|").first ?? "").contains("`\(room)`")
            }
            #expect(isThere, "\(room)")
        }
    }

    @Test("Nothing stands at the top level that has no place there")
    func topLevel() throws {
        let places = [
            "Package.swift", "Sources", "Tests", "Goldens", "Adversarial", "Models", "README.md",
            "LICENSE", "lab", "findings",
            // Left by a build and by a judgement; Git ignores both.
            "Package.resolved", "evidence",
        ]
        for name in try FileManager.default.contentsOfDirectory(atPath: Vectors.house.path)
        where !name.hasPrefix(".") {
            #expect(places.contains(name), "\(name)")
        }
    }
}
