package import PythonValues

/// The published code's serializer: msgpack with extensions for tuples (0x40) and dictionary values
/// (0x50).
///
/// **Source:** page, section 1; msgpack-python 1.2.
package enum MessagePack {
    /// `loads`: the value that the bytes spell, in any spelling.
    ///
    /// **Throws:** ``PythonError`` of the kind that the published code dies of.
    package static func value(of bytes: some Sequence<UInt8>) throws(PythonError) -> MeshValue {
        try MessagePackReader.value(of: Array(bytes)[...], outer: MessagePackNesting())
    }

    /// `dumps`. Dictionary values lose what has expired.
    ///
    /// **Throws:** ``PythonError``: an overflow for integers of more than 64 bits, a type for an
    /// id, a value for what is nested too deeply, or what pruning a dictionary raises.
    package static func bytes(
        of value: MeshValue, now: PythonNumber
    ) throws(PythonError) -> [UInt8] {
        try MessagePackWriter.bytes(of: value, now: now)
    }
}
