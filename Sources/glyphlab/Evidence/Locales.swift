import Platform
import Variations

/// The locales that the C library has, as `locale -a` tells them.
enum Locales {
    private static let listByteCountMax = 1 << 20

    static var installed: InstalledLocales {
        do {
            let child = try ChildProcess(
                program: "/bin/sh", arguments: ["-c", "locale -a"], silenceSeconds: 5,
                deadlineSeconds: 5, variables: ["PATH"])
            let (bytes, code) = try child.output(byteCountMax: listByteCountMax)
            guard code == 0 else {
                return .unknown(
                    code == 127 ? "there is no 'locale'" : "'locale -a' ended with code \(code)")
            }
            return .known(
                String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
        } catch let ending as ChildProcess.Ending {
            return .unknown("'locale -a': \(ending)")
        } catch {
            return .unknown("\(error)")
        }
    }
}
