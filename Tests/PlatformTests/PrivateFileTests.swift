import Foundation
import Platform
import TestSupport
import Testing

@Suite("Files of one user alone") struct PrivateFileTests {
    /// Only the superuser can give a file away.
    @Test("A file of another user is refused, whoever may read it.", .enabled(if: geteuid() == 0))
    func otherOwner() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/key"
        try PrivateFile.create([1, 2], at: path)
        #expect(try PrivateFile.read(path, byteCountMax: 9) == [1, 2])
        try #require(unsafe chown(path, 65_534, 65_534) == 0)
        let error = PlatformError.ownedByAnother(path: path, owner: 65_534, user: 0)
        #expect(throws: error) { try PrivateFile.read(path, byteCountMax: 9) }
        #expect(
            error.description
                == "\(path): expected a file of the user 0, who runs this, got one of the user "
                + "65534")
    }
}
