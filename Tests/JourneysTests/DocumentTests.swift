import Encodings
import Foundation
import TestSupport
import Testing

/// Every block of the documents, run as a reader would run it.
@Suite("The documents' blocks")
struct DocumentTests {
    static let files = ["README.md", "Adversarial/README.md"]

    static let blocks: [MarkdownBlock] = files.flatMap { file in
        do {
            let text = try String(
                contentsOf: Vectors.house.appending(path: file), encoding: .utf8)
            return try MarkdownBlock.all(in: text, file: file)
        } catch {
            Issue.record("\(file): \(error)")
            return []
        }
    }

    static let commandBlocks = blocks.filter { ["sh", "console"].contains($0.language) }
    static let yamlBlocks = blocks.filter { $0.language == "yaml" }

    @Test(
        "Each command ends as its document says and writes what is shown",
        .enabled(if: HostileServer.python != nil, "\(HostileServer.pythonMissing)"),
        arguments: commandBlocks)
    func commands(_ block: MarkdownBlock) throws {
        let run = DocumentRun(checkout: try Checkout())
        for complaint in try run.complaints(about: block) { Issue.record("\(complaint)") }
    }

    @Test("No block is of a language that is not run, and each document has some")
    func languages() {
        let known = ["sh", "console", "yaml"]
        for block in Self.blocks where !known.contains(block.language) {
            Issue.record("\(block.testDescription): a block of \"\(block.language)\"")
        }
        for file in Self.files {
            let count = Self.commandBlocks.count { $0.file == file }
            let commandCount = Self.commandBlocks.filter { $0.file == file }
                .reduce(0) { $0 + BlockCommand.all(in: $1).count }
            print("\(file): \(commandCount) commands in \(count) blocks")
            #expect(count > 0, "\(file)")
        }
    }

    @Test(
        "'./lab test' builds with the tests and lets Swift run them all",
        .enabled(
            if: ProcessInfo.processInfo.environment["GLYPHLAB_PYTHON"] != nil,
            "needs GLYPHLAB_PYTHON, since './lab test' would fetch packages without it"))
    func labTest() throws {
        let checkout = try Checkout()
        let ending = try checkout.run("./lab test")
        #expect(ending.code == 0, "\(ending.messages)")
        // The copy's own first build apart.
        let calls = try checkout.swiftCalls().filter { $0 != "--version" }.dropFirst()
        #expect(
            calls == ["build -c release --build-tests", "test -c release --skip-build"])
    }

    @Test(
        "YAML blocks parse, and their commands end with 0",
        .enabled(if: Python.has("yaml"), "\(Python.skipNote("yaml"))"), arguments: yamlBlocks)
    func yaml(_ block: MarkdownBlock) throws {
        let workflow = try JSONParser.parse(
            Python.script(
                "workflow_steps.py", [], input: Array(block.lines.joined(separator: "\n").utf8)),
            byteCountMax: 1 << 20)
        let checkout = try Checkout()
        var runCount = 0
        for step in try workflow.elements() {
            if let used = step.member("uses") {
                let text = try used.string()
                #expect(LeftOut.uses.contains { $0.text == text }, "\(text)")
            } else {
                let command = try step.at("run").string()
                let ending = try checkout.run(command)
                #expect(ending.code == 0, "\(command): \(ending.messages)")
                runCount += 1
            }
        }
        #expect(runCount > 0)
    }

    @Test("What is left out, and what stands in for something else, is this list and no more")
    func leftOut() {
        #expect(
            LeftOut.commands.map { String($0.text.prefix(13)) } == [
                "./lab install", "./lab package", "tar -xf dist/", "glyphlab-*/bi",
            ])
        #expect(
            LeftOut.uses.map(\.text) == [
                "actions/checkout@v4", "actions/cache@v4",
                "github/codeql-action/upload-sarif@v3", "actions/upload-artifact@v4",
            ])
        #expect(
            Checkout.standIns.map(\.name) == [
                "swift build", "swift test", "gpt2", "hub", "chain.json",
            ])
        #expect(Transcript.masks.map(\.name) == ["backend", "program", "speed", "memory"])
        let texts = Self.blocks.flatMap(\.lines)
        for (text, reason) in LeftOut.commands + LeftOut.uses {
            #expect(!reason.isEmpty)
            #expect(texts.contains { $0.contains(text) }, "\(text) stands in no document")
            print("left out: \(text): \(reason)")
        }
        for (name, reason) in Checkout.standIns { print("stands in: \(name): \(reason)") }
    }

    @Test("Every mask and every shape is one that a document needs")
    func needed() throws {
        let commands = Self.commandBlocks.flatMap(BlockCommand.all)
        let shown = commands.flatMap { $0.output ?? [] }
        for mask in Transcript.masks {
            let regex = try Regex(mask.pattern)
            #expect(try shown.contains { try regex.wholeMatch(in: $0) != nil }, "\(mask.name)")
        }
        for shape in CommandShape.all {
            _ = try shape.lines.map { try Regex($0) }
            let takers = commands.filter {
                $0.output == nil && CommandShape.of($0.text)?.command == shape.command
            }
            #expect(!takers.isEmpty, "\(shape.command) stands in no document")
        }
    }
}
