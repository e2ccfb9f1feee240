import Foundation
import TestSupport

/// The floor plan, as `Package.swift` has it: the one place that says which room may know which.
struct FloorPlan {
    /// Each room with the modules that it may import; products are named as their modules.
    let rooms: [String: Set<String>]  // never iterated

    /// Modules of the toolchain, which no manifest lists, and the rooms that may know them.
    private static let toolchain: [String: Set<String>] = [  // never iterated
        "Platform": ["Foundation", "Dispatch", "Synchronization"],
        "Chains": ["Foundation"],
        "FloatEngine": ["Foundation"],
        "Experiments": ["Foundation"],
        "FloatConformance": ["Synchronization"],
        "Sandboxes": ["Foundation"],
        "GlyphChain": ["Synchronization"],
        "ChainConformance": ["Synchronization"],
        "NodeConformance": ["Synchronization"],
        "GatewayNetwork": ["Foundation"],
        "Scenarios": ["Synchronization"],
        "Serving": ["Foundation", "Synchronization"],
        "MeshServing": ["Foundation", "Synchronization"],
        "HybridServing": ["Synchronization"],
        "NodeServing": ["Foundation", "Synchronization"],
        "PublishedNode": ["Synchronization"],
        "NodeTrials": ["Synchronization"],
        "GlyphChainTrials": ["Synchronization"],
        "StampPlugin": ["Foundation", "PackagePlugin"],
        "glyphlab-hdf5": ["Glibc", "Darwin"],
        "glyphlab": ["Synchronization"],
    ]

    static let read = Result {
        FloorPlan(
            manifest: try String(
                contentsOf: Vectors.house.appending(path: "Package.swift"), encoding: .utf8))
    }

    init(manifest: String) {
        let lines = manifest.split(separator: "\n").map { line in
            line.drop { $0 == " " }.hasPrefix("//") ? "" : String(line)
        }
        let text = lines.joined(separator: "\n")
        let product = /let (\w+) = Target\.Dependency\.product\(\s*name: "(\w+)"/
        var modules: [String: String] = [:]  // never iterated
        for match in text.matches(of: product) { modules[String(match.1)] = String(match.2) }

        var rooms: [String: Set<String>] = [:]  // never iterated
        // In a literal of several lines, white space and comments mean nothing.
        let target =
            #/
            (?: room\(\s* | \.executableTarget\(\s*name:\s | \.plugin\(\s*name:\s )
            "([\w-]+)"
            (?: ,\s* (?: dependencies:\s )? \[ ([^\]]*) \] )?
            /#
        for match in text.matches(of: target) {
            let room = String(match.1)
            let words = (match.2 ?? "").split { ", \n".contains($0) }
            let known = words.map { word in
                word.hasPrefix("\"")
                    ? String(word.dropFirst().dropLast()) : modules[String(word)] ?? String(word)
            }
            rooms[room] = Set(known).union(Self.toolchain[room] ?? [])
        }
        self.rooms = rooms
    }

    /// All that a room reaches, by one import or several.
    func reached(from room: String) -> Set<String> {
        var reached: Set<String> = []  // membership only, never iterated
        var waiting = Array(rooms[room] ?? [])
        while let next = waiting.popLast() {
            if reached.insert(next).inserted { waiting += Array(rooms[next] ?? []) }
        }
        return reached
    }
}
