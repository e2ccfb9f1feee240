internal import CSodium

/// libsodium as a whole, which must start before any of its functions is called.
enum Sodium {
    /// Starts the library with the first use; false where it cannot start. The library picks its
    /// routines for this machine once; all of them compute the same.
    static let isReady = sodium_init() >= 0
}
