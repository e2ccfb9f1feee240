internal import Encodings
internal import Platform

/// The Python and the script that run other engines, a process an engine.
package struct PeerProgram: Sendable {
    package let python: String
    package let script: String
    /// How long one answer may take.
    package let secondsMax: Int

    package init(python: String, script: String, secondsMax: Int) {
        self.python = python
        self.script = script
        self.secondsMax = secondsMax
    }
}

/// A process that holds one engine of others, and runs it when it is told to.
final class PeerProcess {
    private let engine: String
    private let process: ChildProcess
    private let secondsMax: Int
    /// The bound of a line: a proof hash takes 68 bytes, and there may be 10,000.
    private static let lineByteCountMax = 1 << 20
    /// Longer than any run; each answer has a limit of its own.
    private static let lifeSecondsMax = 7 * 86_400
    private static let wordsByteCountMax = 400

    /// - Parameter request: the file that has the model's folder and the prompts.
    /// **Throws:** `PlatformError` where no process can be started.
    init(_ program: PeerProgram, engine: String, request: String) throws {
        self.engine = engine
        secondsMax = program.secondsMax
        // -B: no caches are left in the repository.
        process = try ChildProcess(
            program: program.python, arguments: ["-B", program.script, engine, request],
            silenceSeconds: program.secondsMax, deadlineSeconds: Self.lifeSecondsMax,
            variables: nil, ownsGroup: true, keepsMessages: true)
    }

    /// Waits until the engine is loaded, or says that it cannot be. **Throws:** ``PeerError``.
    func greeting() throws(PeerError) -> PeerGreeting {
        let work = "loading"
        let value = try answer(work)
        do throws(StrictJSON.Failure) {
            return try PeerGreeting(value, engine: engine)
        } catch {
            throw nonsense(work, error)
        }
    }

    /// Has all prompts run once. **Throws:** ``PeerError``.
    func run(round: Int, batch: Int, promptCount: Int) throws(PeerError) -> PeerAnswer {
        let work = Self.work(round: round, batch: batch)
        let request = JSONValue.object([
            JSONMember("round", .integer(round)), JSONMember("batch", .integer(batch)),
        ])
        return try asked(request, work: work) { value throws(StrictJSON.Failure) in
            try PeerAnswer(value, round: round, batch: batch, promptCount: promptCount)
        }
    }

    /// Sends a line and reads the answer. **Throws:** ``PeerError``.
    func asked<Answer>(
        _ request: JSONValue, work: String,
        _ read: (JSONValue) throws(StrictJSON.Failure) -> Answer
    ) throws(PeerError) -> Answer {
        let line = Array((request.compactText + "\n").utf8)
        let sent = unsafe line.withUnsafeBytes { bytes in
            Result { () throws(ChildProcess.Ending) in unsafe try process.send(bytes) }
        }
        if case .failure(let ending) = sent { throw ended(work, ending) }
        let value = try answer(work)
        do throws(StrictJSON.Failure) {
            return try read(value)
        } catch {
            throw nonsense(work, error)
        }
    }

    /// "round 2, batches of 16".
    static func work(round: Int, batch: Int) -> String {
        "round \(round), " + (batch == 1 ? "one prompt at a time" : "batches of \(batch)")
    }

    /// Lets the process end.
    func finish() { process.finish(seconds: 10) }

    private func answer(_ work: String) throws(PeerError) -> JSONValue {
        let line: [UInt8]
        do throws(ChildProcess.Ending) {
            line = try process.line(byteCountMax: Self.lineByteCountMax, seconds: secondsMax)
        } catch {
            throw ended(work, error)
        }
        do throws(JSONParseError) {
            return try JSONParser.parse(line, byteCountMax: Self.lineByteCountMax)
        } catch {
            let got = JSONValue.quoted(String(decoding: line, as: UTF8.self), scalarCountMax: 80)
            throw .nonsense(engine: engine, work: work, expected: "a line of JSON", got: got)
        }
    }

    private func nonsense(_ work: String, _ failure: StrictJSON.Failure) -> PeerError {
        let place = failure.path.isEmpty ? "" : ": \(failure.path)"
        return .nonsense(
            engine: engine, work: work + place, expected: failure.expected, got: failure.got)
    }

    private func ended(_ work: String, _ ending: ChildProcess.Ending) -> PeerError {
        let lines = process.messages.split(separator: UInt8(ascii: "\n"))
        let words = String(
            decoding: (lines.last ?? []).prefix(Self.wordsByteCountMax), as: UTF8.self)
        return .ended(engine: engine, work: work, how: "\(ending)", lastWords: words)
    }
}
