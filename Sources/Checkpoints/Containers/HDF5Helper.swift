internal import Encodings
internal import Platform

/// The memory and the time that the helper program may use on a file. **Units:** bytes and seconds.
public struct HDF5Allowance: Sendable {
    public var memoryByteCountMax = 2 << 30
    public var cpuSecondsMax: Int
    /// Without a word from the helper.
    public var silenceSecondsMax = 30
    /// From start to end.
    public var totalSecondsMax: Int

    /// The allowance for a file of this size: plenty more than an honest file needs on a slow
    /// machine.
    public init(fileByteCount: Int) {
        cpuSecondsMax = 20 + fileByteCount / 10_000_000
        totalSecondsMax = 60 + fileByteCount / 2_000_000
    }
}

/// The conversation with `glyphlab-hdf5` about one file.
final class HDF5Helper {
    private let file: String
    private let process: ChildProcess
    /// The step that the helper last announced.
    private var step = "starting"

    static var program: String { HelperProgram.path("glyphlab-hdf5") }

    /// The version of libhdf5 that the helper has; nil where no helper is, or it does not start.
    static var libraryVersion: String? {
        guard
            let helper = try? HDF5Helper(
                verb: "version", path: "", file: "libhdf5",
                allowance: HDF5Allowance(fileByteCount: 0)),
            let frame = try? helper.expect([.finished])
        else { return nil }
        return try? helper.text(frame)
    }

    /// Starts the helper with `verb` on `path`; messages speak of `file`.
    ///
    /// **Throws:** ``PlatformError`` where the helper cannot be started.
    init(
        verb: String, path: String, file: String, allowance: HDF5Allowance, limits: [Int] = []
    ) throws {
        self.file = file
        process = try ChildProcess(
            program: Self.program,
            arguments: [verb, path]
                + ([allowance.memoryByteCountMax, allowance.cpuSecondsMax] + limits).map(
                    String.init),
            silenceSeconds: allowance.silenceSecondsMax,
            deadlineSeconds: allowance.totalSecondsMax)
    }

    // MARK: Frames

    func send(_ kind: HelperFrame.Kind, _ payload: UnsafeRawBufferPointer) throws {
        let header = HelperFrame(kind, payloadByteCount: payload.count).header
        do {
            try unsafe header.withUnsafeBytes { try unsafe process.send($0) }
            try unsafe process.send(payload)
        } catch let error as ChildProcess.Ending {
            // A helper that refuses stops listening first: its reason is still in the pipe.
            try expect([])
            throw ended(error)
        }
    }

    func send(_ kind: HelperFrame.Kind, _ payload: [UInt8]) throws {
        try unsafe payload.withUnsafeBytes { try unsafe send(kind, $0) }
    }

    /// The next frame of one of `kinds`, its payload still to be received.
    ///
    /// **Throws:** ``CheckpointError`` where the helper refuses the file, ends, or answers anything
    /// else: what reads a stranger's file may be a stranger's itself by now.
    @discardableResult
    func expect(_ kinds: [HelperFrame.Kind]) throws -> HelperFrame {
        while true {
            let header = try receive(byteCount: HelperFrame.headerByteCount)
            guard let frame = HelperFrame(header: header) else {
                throw garbled("bytes that are no frame")
            }
            if kinds.contains(frame.kind) { return frame }
            switch frame.kind {
            case .doing where frame.payloadByteCount <= Self.textByteCountMax:
                step = try text(frame)
            case .refusal where frame.payloadByteCount <= Self.textByteCountMax:
                throw try refusal(frame)
            default:
                throw garbled("a frame of kind \(frame.kind.rawValue)")
            }
        }
    }

    private static let textByteCountMax = 1 << 20

    func receive(byteCount: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        try unsafe bytes.withUnsafeMutableBytes { try unsafe receive($0) }
        return bytes
    }

    func receive(_ buffer: UnsafeMutableRawBufferPointer) throws {
        do throws(ChildProcess.Ending) {
            try unsafe process.receive(buffer)
        } catch {
            throw ended(error)
        }
    }

    private func text(_ frame: HelperFrame) throws -> String {
        String(decoding: try receive(byteCount: frame.payloadByteCount), as: UTF8.self)
    }

    private func refusal(_ frame: HelperFrame) throws -> CheckpointError {
        let bytes = try receive(byteCount: frame.payloadByteCount)
        guard let json = try? JSONParser.parse(bytes, byteCountMax: Self.textByteCountMax),
            let path = json.member("path")?.stringValue,
            let what = json.member("what")?.stringValue,
            let expected = json.member("expected")?.stringValue,
            let got = json.member("got")?.stringValue
        else { return garbled("a refusal without a reason") }
        return .hdf5(file: file, path: path, what: what, expected: expected, got: got)
    }

    func garbled(_ what: String) -> CheckpointError {
        .hdf5Helper(file: file, doing: step, how: "it sent \(what)")
    }

    private func ended(_ ending: ChildProcess.Ending) -> CheckpointError {
        .hdf5Helper(file: file, doing: step, how: ending.description)
    }
}
