import Encodings

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Frames over standard input and output. If the laboratory has ended, so does this process.
enum Pipe {
    static func doing(_ step: String) {
        send(.doing, Array(step.utf8))
    }

    static func send(_ refusal: Refusal) {
        send(.refusal, Array(refusal.json.compactText.utf8))
    }

    static func send(_ kind: HelperFrame.Kind, _ payload: [UInt8]) {
        unsafe payload.withUnsafeBytes { unsafe send(kind, $0) }
    }

    static func send(_ kind: HelperFrame.Kind, _ payload: UnsafeRawBufferPointer) {
        let header = HelperFrame(kind, payloadByteCount: payload.count).header
        unsafe header.withUnsafeBytes { unsafe writeAll($0) }
        unsafe writeAll(payload)
    }

    /// The payload of the next frame, which must be of `kind`; nil at the end of the input.
    static func receive(_ kind: HelperFrame.Kind, byteCountMax: Int) -> [UInt8]? {
        guard let header = read(byteCount: HelperFrame.headerByteCount) else { return nil }
        guard let frame = HelperFrame(header: header), frame.kind == kind,
            frame.payloadByteCount <= byteCountMax,
            let payload = read(byteCount: frame.payloadByteCount)
        else { ProcessLimits.exit(code: 64) }
        return payload
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer) {
        var done = 0
        while done < bytes.count {
            let count = unsafe Self.write(
                1, bytes.baseAddress! + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { ProcessLimits.exit(code: 1) }
            done += count
        }
    }

    private static func read(byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var done = 0
        while done < byteCount {
            let offset = done
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Self.read(0, buffer.baseAddress! + offset, byteCount - offset)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            done += count
        }
        return bytes
    }

    #if canImport(Darwin)
        private static let write = unsafe Darwin.write
        private static let read = unsafe Darwin.read
    #else
        private static let write = unsafe Glibc.write
        private static let read = unsafe Glibc.read
    #endif
}
