internal import Cryptography
internal import Encodings
internal import Platform

/// The place at which a served node listens to its operator, and the token that it asks for, in a
/// file that nobody else may read: who reads the file is the operator.
package struct ControlFile: Sendable, Equatable {
    package let address: MeshAddress
    /// 64 digits of lower-case hexadecimal.
    package let token: String

    /// A new token for an address.
    package init(drawnFor address: MeshAddress) {
        self.address = address
        token = Hexadecimal.text(of: SystemRandom.bytes(count: 32))
    }

    /// Reads the file. **Throws:** ``MeshFileError``, `PlatformError`.
    package init(path: String) throws {
        let bytes = try PrivateFile.read(path, byteCountMax: 1 << 12)
        do {
            let members = try StrictJSON(JSONParser.parse(bytes, byteCountMax: 1 << 12))
                .members(["address", "token"])
            guard let address = MeshAddress(try members[0].string(byteCountMax: 64)),
                address.isLoopback
            else { throw members[0].refused("an address of this machine and a port") }
            self.address = address
            token = Hexadecimal.text(of: try members[1].bytes(count: 32))
        } catch {
            throw MeshFileError(path, "expected a control file of a served node: \(error)")
        }
    }

    /// Writes the file in the place of one that an ended node left. **Throws:** `PlatformError`.
    package func write(to path: String) throws {
        let document = JSONValue.object([
            JSONMember("address", .string("\(address)")), JSONMember("token", .string(token)),
        ])
        try WholeFile.remove(path)
        try PrivateFile.create(Array((document.compactText + "\n").utf8), at: path)
    }
}
