/// Arrays that a body fills.
enum Filled {
    @inline(__always)
    static func array<Number>(
        _ count: Int, _ write: (UnsafeMutablePointer<Number>) -> Void
    ) -> [Number] {
        unsafe [Number](unsafeUninitializedCapacity: count) { buffer, written in
            if let start = buffer.baseAddress, count > 0 { unsafe write(start) }
            written = count
        }
    }
}
