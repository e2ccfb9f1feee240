import BigInt
import PublishedHybrid
import PythonValues
import Testing

@Suite("The published trainer")
struct TrainerTests {
    @Test("A batch has no text twice, whatever is drawn")
    func batches() {
        for count in 0...9 {
            let loop = TrainingLoop(stepCount: 1, textCount: count)
            for draw in [0, 1, 5, -3, .max, .min] {
                let batch = loop.batch { _ in draw }
                #expect(batch.count == min(4, count))
                #expect(batch.allSatisfy { (0..<count).contains($0) })
                #expect(batch.allSatisfy { text in batch.count { $0 == text } == 1 })
            }
        }
        #expect(TrainingLoop(stepCount: 1, textCount: .max).batch { $0 - 1 }.count == 4)
        #expect(TrainingLoop(stepCount: -1, textCount: -1).batch { _ in 0 }.isEmpty)
        #expect([0, 1, 9, 10, 11, 20].filter(TrainingLoop.publishes) == [0, 10, 20])
    }

    private static let long = PythonText(String(repeating: "x", count: 100))

    @Test("An item that is no object takes its set's texts along")
    func items() {
        let sets: [[DataItem]] = [
            [.object(text: Self.long), .other], [.object(text: Self.long), .object(text: nil)],
        ]
        func texts(_ perSet: Int?, _ total: Int?) -> Int {
            TextSelection(
                perSet: perSet.map { .init($0) }, total: total.map { .init($0) }
            ).texts(of: [PythonText("0"), PythonText("1"), PythonText("2")]) { key in
                key.equals("0") ? sets[0] : key.equals("1") ? sets[1] : nil
            }.count
        }
        #expect(texts(nil, nil) == 1)
        // The item that ends the set is not looked at.
        #expect(texts(1, nil) == 2)
        #expect(texts(1, 1) == 1)
        #expect(texts(0, 0) == 1)
        #expect(texts(-1, 5) == 0)
        #expect(texts(5, -1) == 0)
        #expect(texts(.max, .max) == 1)
    }

    @Test("A file's lines end with LF, CR or both")
    func files() throws {
        #expect(
            try TextFile.samples(of: Array("a\r\n b \rc\n\n\u{2028}d".utf8)).map(\.shown)
                == ["a", "b", "c", "d"])
        #expect(try TextFile.samples(of: []).isEmpty)
        let error = #expect(throws: PythonError.self) { try TextFile.samples(of: [0xFF]) }
        #expect(error?.name == "UnicodeDecodeError")
        #expect(throws: PythonError.self) {
            try TextFile.bytes(of: [PythonText(codePoints: [0xD800])])
        }
    }

    private func settings(_ arguments: String...) -> String { settings(arguments) }

    private func settings(_ arguments: [String]) -> String {
        do throws(RecordDaemonSettings.Failure) {
            let settings = try RecordDaemonSettings(arguments: arguments.map { PythonText($0) })
            return "\(settings.host.shown) \(settings.port) \(settings.bootstrap.count)"
        } catch {
            switch error {
            case .exit(let code): return "exit \(code)"
            case .exception(let exception): return exception.name
            }
        }
    }

    @Test("Arguments of the daemon: beginnings, values behind =, dashes")
    func daemon() {
        #expect(settings("--lis=h:5") == "h 5 0")
        #expect(settings("--listen", "-5") == "0.0.0.0 -5 0")
        #expect(settings("--listen", "--solo") == "exit 2")
        #expect(settings("--listen=") == "ValueError")
        #expect(settings("--listen", ":") == "ValueError")
        #expect(settings("--listen", "\u{663}") == "0.0.0.0 3 0")
        #expect(settings("--solo=1") == "exit 2")
        #expect(settings("a") == "exit 2")
        #expect(settings("--help") == "exit 0")
        #expect(settings("-h") == "exit 0")
        #expect(settings("--bootstrap", "a", "b", "--bootstrap", "c") == "0.0.0.0 13337 1")
        #expect(settings("--k-size", String(repeating: "9", count: 5000)) == "exit 2")
        #expect(settings("--listen", String(repeating: "9", count: 5000)) == "ValueError")
        #expect(settings("--log-level", "DEBUG", "INFO") == "exit 2")
    }

    /// CPython 3.11 names all options before it reads the first, and gives help in its turn.
    @Test("Help and wrong arguments: whichever comes first to argparse")
    func help() {
        for arguments in [["-h", "--bad"], ["a", "-h"], ["--bad", "-h"], ["-hh"], ["-h=h"]] {
            #expect(settings(arguments) == "exit 0", "\(arguments)")
        }
        for arguments in [
            ["--listen", "-h"], ["--help", "--l=x"], ["--help=1"], ["--he=1"], ["-hx"], ["-h="],
            ["--k-size", "x", "-h"], ["--solo=1", "-h"], ["--", "-h"], ["--listen", "--", "x"],
        ] {
            #expect(settings(arguments) == "exit 2", "\(arguments)")
        }
        #expect(settings("--bootstrap", "a", "-x y", "- z", "-1") == "0.0.0.0 13337 4")
    }

    @Test("A delta's record is written before the call fails")
    func delta() {
        var store = RecordStore()
        #expect(throws: PythonError.self) {
            try DeltaPublication.publish([1], calls: .asShipped, in: &store, now: 0)
        }
        #expect(store.count == 1)
        let identifier = DeltaPublication.identifier(of: [1])
        let key = DeltaPublication.recordKey(identifier: identifier)
        #expect(store.record(for: key, now: 3600)?.value == [1])
        #expect(store.record(for: key, now: 3601) == nil)
    }
}
