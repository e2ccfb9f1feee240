internal import CSodium

/// The system's randomness, for keys and other unpredictable numbers; nothing that is compared
/// is drawn by it.
public enum SystemRandom {
    public static func bytes(count: Int) -> [UInt8] {
        precondition(Sodium.isReady, "libsodium did not start")
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }
}
