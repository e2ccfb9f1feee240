import Foundation
import Platform
import TestSupport
import Testing
import Traces
import Variations

/// Runs in processes of their own that come to no good end.
@Suite("Variations in other processes") struct ChildTests {
    private func failure(
        program: String, _ change: (inout WorkElsewhere) -> Void = { _ in }
    ) throws -> RunElsewhere.Failure? {
        let folder = try TemporaryFolder()
        let place = ProgramPlace(
            program: program, modelFolder: SmallMatrix.folder, house: Vectors.house.path,
            folder: folder.path, toolFolders: ["/usr/bin", "/bin"], secondsMax: 20)
        var work = WorkElsewhere()
        change(&work)
        do {
            _ = try RunElsewhere(place: place, work: work, name: "child")
                .trace(.operations, promptCount: 1)
            return nil
        } catch {
            return error
        }
    }

    @Test("A program that fails, is not there or leaves no trace is a failure, with its reason.")
    func failures() throws {
        let program = try script("echo 'no luck' >&2; exit 3")
        #expect(
            try failure(program: program.path + "/program")
                == .failed("it ended with code 3: no luck"))
        guard case .failed(let why)? = try failure(program: "/no/such/program") else {
            Issue.record("a program that is not there")
            return
        }
        #expect(why.hasPrefix("it ended with code 127"), "\(why)")
        let silent = try script("exit 0")
        guard case .failed(let why)? = try failure(program: silent.path + "/program") else {
            Issue.record("a program that leaves no trace")
            return
        }
        #expect(why.hasPrefix("its trace: "), "\(why)")
        let killed = try script("kill -9 $$")
        #expect(
            try failure(program: killed.path + "/program") == .failed("it died of SIGKILL"))
    }

    @Test("What the machine lacks or refuses is not exercised.")
    func unavailable() throws {
        #expect(
            try failure(program: "/bin/true") {
                $0.starter = ["qemu-of-nobody"]
                $0.package = "qemu-user"
            }
                == .unavailable(
                    "qemu-of-nobody is not here: Debian's package qemu-user brings it"))
        let refused = try failure(program: "/bin/true") { $0.preparation = "false" }
        #expect(refused == .unavailable("'false' is refused here"))
    }

    @Test("A child is started as its variation says.")
    func circumstances() throws {
        let program = try script(
            "echo \"$(pwd) $(umask) ${TZ:-none} ${HOME:-none} $(ulimit -s)\" >&2; exit 1")
        let ended = try failure(program: program.path + "/program") {
            $0.preparation = "cd / && umask 027 && ulimit -s 1024"
            $0.variables = ["TZ=Pacific/Kiritimati"]
            $0.isEmptied = true
        }
        #expect(
            ended == .failed("it ended with code 1: / 0027 Pacific/Kiritimati none 1024"))
    }

    @Test("A program whose path has an equals sign in it is run, and is no variable.")
    func equalsSign() throws {
        let folder = try TemporaryFolder()
        let program = folder.path + "/a=b"
        try WholeFile.write(Array("#!/bin/sh\necho run >&2; exit 4\n".utf8), to: program)
        try setExecutable(program)
        #expect(try failure(program: program) == .failed("it ended with code 4: run"))
    }

    /// A folder with a program of the shell in it.
    private func script(_ text: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try WholeFile.write(Array("#!/bin/sh\n\(text)\n".utf8), to: folder.path + "/program")
        try setExecutable(folder.path + "/program")
        return folder
    }
}

private func setExecutable(_ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
}
