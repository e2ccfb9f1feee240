import CHDF5

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The bytes of an open file as they lie on the disk, for what the library does not tell.
struct RawFile {
    private let descriptor: Int32
    let byteCount: Int

    /// **Throws:** ``Refusal`` where the library reads the file by other means than a descriptor.
    init(file: hid_t) throws(Refusal) {
        var handle: UnsafeMutableRawPointer?
        _ = try Library.checked(
            unsafe H5Fget_vfd_handle(file, chdf5_default_properties(), &handle), "", "file",
            expected: "a descriptor")
        descriptor = unsafe handle!.assumingMemoryBound(to: Int32.self).pointee
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw Refusal(path: "", what: "file", expected: "a length", got: "none")
        }
        byteCount = Int(status.st_size)
    }

    /// Nil where the file ends before them.
    func bytes(at address: UInt64, count: Int) -> [UInt8]? {
        guard address <= UInt64(byteCount), count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, count, off_t(address))
        }
        return got == count ? bytes : nil
    }

    /// Eight bytes, little-endian.
    static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
    }

    /// All addresses count from a base that the superblock tells and that the library adjusts
    /// where it looks wrong; here it is the start of the file or nothing.
    ///
    /// **Throws:** ``Refusal`` where the superblock stands elsewhere, as behind a user block, or
    /// tells another base.
    func checkBase() throws(Refusal) {
        func refused(_ got: String) -> Refusal {
            Refusal(
                path: "", what: "superblock", expected: "one at the start, with base address 0",
                got: got)
        }
        let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
        guard let start = bytes(at: 0, count: 48), start.starts(with: signature) else {
            throw refused("a user block")
        }
        let base =
            switch start[8] {
            case 0: Self.number(start, 24)
            case 1: Self.number(start, 28)
            default: Self.number(start, 12)
            }
        guard base == 0 else { throw refused("base address \(base)") }
    }
}
