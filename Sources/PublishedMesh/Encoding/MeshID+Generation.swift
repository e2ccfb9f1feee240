internal import Cryptography
package import PythonValues

extension MeshID {
    /// `DHTID.generate(source)`: the SHA-1 of bytes, or of the msgpack of any other value.
    ///
    /// **Throws:** ``PythonError`` of values that msgpack cannot hold.
    package static func generated(
        from source: MeshValue, now: PythonNumber
    ) throws(PythonError) -> MeshID {
        if case .bytes(let bytes) = source { return generated(from: bytes) }
        return generated(from: try MessagePack.bytes(of: source, now: now))
    }

    /// The SHA-1 of the bytes.
    package static func generated(from bytes: [UInt8]) -> MeshID {
        MeshID(exactly: Digests.sha1(bytes))
    }

    /// The id of a text, which stands for a record's key.
    package static func generated(from text: String) -> MeshID {
        generated(from: MessagePackWriter.bytes(ofText: text))
    }
}
