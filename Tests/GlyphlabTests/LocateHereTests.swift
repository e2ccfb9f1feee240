import Cryptography
import Encodings
import Foundation
import TestSupport
import Testing
import Traces

/// `glyphlab locate A --against MODEL`: one machine's trace, and another machine that has the model.
@Suite("The other side of a trace, made by the program", .serialized)
struct LocateHereTests {
    private static let prompt = ["--salt", "s", "--prompt", "golden frost"]
    private static let operation = "h.1.mlp.fc"

    /// Runs `trace` on glyph-nano, and lets a fault into what comes out.
    private func trace(
        _ level: String, _ folder: TemporaryFolder, prompt: [String] = prompt,
        fault: (inout Trace) -> Void = { _ in }
    ) throws -> String {
        let path = folder.path + "/theirs.trace"
        let ending = try Program.run(
            ["trace", "--model", Program.nano, "--level", level, "--out", path] + prompt)
        #expect(ending.code == 0, "\(ending.messages)")
        var trace = try Trace(decoding: Array(Data(contentsOf: URL(filePath: path))))
        fault(&trace)
        try Data(trace.encoded()).write(to: URL(filePath: path))
        return path
    }

    private func locate(_ path: String, _ more: [String] = []) throws -> Program.Ending {
        try Program.run(["locate", path, "--against", Program.nano] + more)
    }

    /// Another digest at an operation.
    private func spoil(_ trace: inout Trace, _ name: String) {
        guard let place = trace.schedule.firstIndex(where: { $0.name == name }) else { return }
        trace.prompts[0].records[place] = .computed(Digests.sha256("fault".utf8))
    }

    @Test("From a trace of values: the element, and a file that rerun computes again.")
    func values() throws {
        let folder = try TemporaryFolder()
        var right: Int64 = 0
        let path = try trace("values=\(Self.operation)", folder) { trace in
            right = trace.prompts[0].values[17]
            trace.prompts[0].values[17] += 5
            let operation = trace.schedule[trace.schedule.count - 1]
            var digest = TensorDigest(
                dimensions: operation.dimensions(tokenCount: trace.prompts[0].tokenIDs.count),
                elementType: .int32)
            digest.update(trace.prompts[0].values[...])
            trace.prompts[0].records[trace.schedule.count - 1] = .computed(digest.finalized())
        }
        let reproducer = folder.path + "/element.json"
        let ending = try locate(path, ["--reproducer", reproducer, "--format", "json"])
        #expect(ending.code == 1, "\(ending.messages)")
        let json = try ending.json()
        #expect(try json.at("verdict").string() == "root")
        #expect(try json.at("operation").string() == Self.operation)
        #expect(try json.at("element").integer() == 17)
        #expect(try json.at("values").integers() == [Int(right) + 5, Int(right)])
        let rerun = try Program.run(["rerun", reproducer])
        #expect(rerun.code == 0, "\(rerun.output)")
        #expect(rerun.output.contains("this machine computes what was expected"))
        let text = try locate(path)
        #expect(text.code == 1)
        #expect(text.output.contains("here \(right), there \(right + 5)"), "\(text.output)")
        #expect(text.output.contains("--reproducer FILE"))
    }

    @Test("From a trace of operations or layers: the next command, and our side of that pair.")
    func next() throws {
        let folder = try TemporaryFolder()
        let ours = folder.path + "/ours.trace"
        for (level, name, nextLevel) in [
            ("operations", Self.operation, "values='?\(Self.operation)'?"),
            ("layers", "h.1.residual_mlp", "operations"),
        ] {
            let path = try trace(level, folder) { spoil(&$0, name) }
            let reproducer = folder.path + "/none.json"
            let ending = try locate(path, ["--out", ours, "--reproducer", reproducer])
            #expect(ending.code == 1, "\(ending.messages)")
            #expect(ending.output.contains("only the left command is needed"))
            #expect(ending.output.contains(try Regex("--level '?\(nextLevel)'? --out")))
            #expect(ending.messages.contains("no element is known to differ"))
            #expect(!FileManager.default.fileExists(atPath: reproducer))
            let trace = try Trace(decoding: Array(Data(contentsOf: URL(filePath: ours))))
            #expect(trace.level == (level == "layers" ? .operations : .values(operation: name)))
            #expect(try locate(ours).code == 0)
        }
    }

    @Test("An honest trace matches; a parameter's element is named.")
    func others() throws {
        let folder = try TemporaryFolder()
        let honest = try locate(trace("operations", folder))
        #expect(honest.code == 0 && honest.output.contains("MATCH"))
        let name = "h.0.attn.c_attn.b"
        let path = try trace("values=\(name)", folder, prompt: []) { trace in
            trace.weightValues[3] ^= 1
            for place in trace.model.tensors.indices where trace.model.tensors[place].name == name {
                var digest = TensorDigest(
                    dimensions: trace.model.tensors[place].dimensions, elementType: .int32)
                digest.update(trace.weightValues[...])
                trace.model.tensors[place].integersDigest = digest.finalized()
            }
        }
        let ending = try locate(path, ["--format", "json"])
        #expect(ending.code == 1)
        #expect(try ending.json().at("verdict").string() == "weights")
        #expect(try ending.json().at("element").integer() == 3)
    }

    @Test("A trace of what the model lacks is 65; a second trace beside --against is 64.")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let path = try trace("values=\(Self.operation)", folder) { trace in
            trace.level = .values(operation: "h.9.mlp.fc")
            let last = trace.schedule.count - 1
            let operation = trace.schedule[last]
            trace.schedule[last] = ScheduledOperation(
                name: "h.9.mlp.fc", inputs: operation.inputs, dimensions: operation.dimensions,
                elementType: operation.elementType)
        }
        let ending = try locate(path)
        #expect(ending.code == 65 && ending.messages.contains("h.9.mlp.fc"), "\(ending.messages)")
        #expect(try Program.run(["locate", path, path, "--against", Program.nano]).code == 64)
        #expect(try Program.run(["locate", path, path, "--reproducer", "x"]).code == 64)
        #expect(try Program.run(["locate", path, path, "--out", "x"]).code == 64)
        let missing = try Program.run(["locate", path, "--against", folder.path])
        #expect(missing.code == 2)
    }
}
