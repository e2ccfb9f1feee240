import Encodings
import Foundation
import TestSupport
import Testing

/// The program as `./lab install` lays it out, and its completions.
@Suite("An installed program")
struct InstalledTests {
    @Test("The house and the helper are found from the program, by a link and by the search path")
    func installation() throws {
        let folder = try TemporaryFolder()
        let prefix = folder.path + "/pre fix"
        let files = FileManager.default
        for name in ["bin", "libexec/glyphlab", "share/glyphlab"] {
            try files.createDirectory(
                atPath: "\(prefix)/\(name)", withIntermediateDirectories: true)
        }
        try files.copyItem(atPath: Program.url.path, toPath: prefix + "/bin/glyphlab")
        for name in ["glyphlab-hdf5", "glyphlab-sandbox"] {
            try files.copyItem(
                atPath: Program.url.deletingLastPathComponent().appending(path: name).path,
                toPath: "\(prefix)/libexec/glyphlab/\(name)")
        }
        for name in ["Goldens", "Models", "Adversarial"] {
            try files.createSymbolicLink(
                atPath: "\(prefix)/share/glyphlab/\(name)",
                withDestinationPath: Vectors.house.appending(path: name).path)
        }
        try files.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: prefix + "/bin/glyphlab")
        for program in [prefix + "/bin/glyphlab", folder.path + "/link"] {
            let doctor = try Program.run(program: program, ["doctor", "--format", "json"])
            #expect(doctor.code == 0, "\(doctor.messages)")
            #expect(try doctor.json().member("libhdf5")?.stringValue != nil)
        }
        let called = try Program.run(
            program: "/usr/bin/env", ["glyphlab", "models", "list"],
            environment: ["PATH": prefix + "/bin:/usr/bin:/bin"])
        #expect(called.code == 0 && called.output.contains("glyph-nano"), "\(called.messages)")
    }

    @Test("Completions by bash name the commands and the options")
    func completions() throws {
        let folder = try TemporaryFolder()
        let script = try Program.run(["--generate-completion-script", "bash"])
        #expect(script.code == 0)
        let file = folder.path + "/completions"
        try script.output.write(toFile: file, atomically: false, encoding: .utf8)
        let complete = """
            . "$0"; COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _glyphlab glyphlab "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            echo "${COMPREPLY[*]}"
            """
        for (line, expected) in [
            ("glyphlab repr", "reproduce"), ("glyphlab models in", "inspect"),
            ("glyphlab reproduce --expect x --prom", "--prompts"), ("glyphlab nosuch", ""),
        ] {
            let ending = try Program.run(
                program: "/bin/bash", ["--norc", "-c", complete, file, line])
            #expect(ending.output == expected + "\n", "\(line): \(ending.messages)")
        }
    }
}
