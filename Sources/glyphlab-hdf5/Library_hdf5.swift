import CHDF5

/// libhdf5 as a whole: its start, its version, and the reason for a refused call.
enum Library {
    /// **Throws:** ``Refusal`` where the library does not start.
    static func start() throws(Refusal) {
        _ = try checked(H5open(), "", "start", expected: "libhdf5 to start")
        _ = chdf5_silence_errors()
        // Filters from files of their own are code; none is loaded for a stranger's checkpoint.
        _ = try checked(
            H5PLset_loading_state(0), "", "plug-ins", expected: "plug-ins to be switched off")
    }

    /// As `1.10.8`.
    static func version() throws(Refusal) -> String {
        var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
        _ = try checked(
            unsafe H5get_libversion(&major, &minor, &release), "", "version", expected: "a version")
        return "\(major).\(minor).\(release)"
    }

    /// `status` where it is not negative. **Throws:** ``Refusal`` with the library's own reason.
    static func checked<Status: SignedInteger>(
        _ status: Status, _ path: String, _ what: String, expected: String
    ) throws(Refusal) -> Status {
        guard status < 0 else { return status }
        throw Refusal(path: path, what: what, expected: expected, got: reason())
    }

    /// The innermost entry of the library's error stack.
    static func reason() -> String {
        var text = ""
        _ = unsafe withUnsafeMutablePointer(to: &text) { pointer in
            unsafe chdf5_each_error(
                { _, entry, context in
                    let text = unsafe context!.assumingMemoryBound(to: String.self)
                    if unsafe text.pointee.isEmpty, let description = unsafe entry!.pointee.desc {
                        unsafe text.pointee = String(cString: description)
                    }
                    return 0
                }, pointer)
        }
        return text.isEmpty ? "a failure without a reason" : "a failure: \(text)"
    }
}

/// An identifier of the library that is closed once.
final class Handle {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    /// **Throws:** ``Refusal`` where the library gave no identifier.
    init(
        _ id: hid_t, close: @escaping (hid_t) -> herr_t, _ path: String, _ what: String,
        expected: String
    ) throws(Refusal) {
        self.id = try Library.checked(id, path, what, expected: expected)
        self.close = close
    }

    deinit { _ = close(id) }
}
