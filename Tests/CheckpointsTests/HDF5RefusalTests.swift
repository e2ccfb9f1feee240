import Checkpoints
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing

@Suite(
    "HDF5 files that are refused by name",
    .enabled(if: Python.has("h5py"), "\(Python.skipNote("h5py"))"))
struct HDF5RefusalTests {
    private static let folder = Result {
        let folder = try TemporaryFolder()
        try Python.script("hostile_hdf5.py", ["refusals", folder.path])
        return folder
    }

    /// The file's name and what the message says after the file's path.
    @Test(
        "Each thing that a checkpoint has no use for is refused with its name",
        arguments: [
            ("external_storage", "\"w\": storage: expected elements in this file, got external"),
            ("virtual", "\"w\": storage: expected contiguous or chunked storage, got a virtual"),
            ("compact", "\"w\": storage: expected contiguous or chunked storage, got compact"),
            ("plugin_filter", "got the plug-in filter 32000"),
            ("fletcher32", "expected gzip and shuffle, each at most once, got fletcher32"),
            ("scaleoffset", "expected gzip and shuffle, each at most once, got scaleoffset"),
            ("soft_link", "\"x\": link: expected a hard link, got a soft link"),
            ("dangling_link", "\"x\": link: expected a hard link, got a soft link"),
            ("external_link", "\"x\": link: expected a hard link, got an external link"),
            ("second_hard_link", "\"x\": link: expected a hard link, got a second link"),
            ("group_loop", "\"a/loop\": link: expected a hard link, got a second link"),
            ("root_loop", "\"loop\": link: expected a hard link, got a second link"),
            (
                "user_block",
                "superblock: expected one at the start, with base address 0, got a user block"
            ),
            ("named_type", "\"type\": object: expected a group or a dataset, got a named"),
            ("scalar", "\"w\": shape: expected 1 to 8 dimensions, got a scalar"),
            ("null", "\"w\": shape: expected 1 to 8 dimensions, got none"),
            ("rank_9", "\"w\": shape: expected 1 to 8 dimensions, got 9"),
            ("huge", "\"w\": shape: expected at most 2^44 bytes, got [549755813888, 1048576]"),
            ("wide_chunks", "\"w\": chunks: expected at most 268435456 bytes each"),
            ("many_chunks", "\"w\": chunks: expected all 17000, at most 16384, got 17000"),
            ("missing_chunk", "\"w\": chunks: expected all 2, at most 16384, got 1"),
            ("unallocated", "\"w\": storage: expected 40 bytes in the file, got none"),
            ("deep", "groups: expected at most 16 deep, got more"),
            ("long_name", "link: expected a name of 1 to 512 bytes of UTF-8, got another"),
            ("name_not_utf8", "link: expected a name of 1 to 512 bytes of UTF-8, got another"),
            ("truncated", "file: expected an HDF5 file, got a failure: truncated file"),
            ("text_file", "file: expected an HDF5 file, got a failure: file signature"),
            ("empty", "file: expected an HDF5 file, got a failure: file signature"),
        ])
    func refusals(name: String, message: String) throws {
        let path = try Self.folder.get().path + "/\(name).h5"
        #expect {
            try HDF5File(path: path)
        } throws: { error in
            let text = String(describing: error)
            let isNamed = text.hasPrefix(path + ": ") && text.contains(message)
            if !isNamed { print("\(name): \(text)") }
            return isNamed && error is CheckpointError
        }
    }

    @Test(
        "An element type that is no weight's is listed, and refused where it is to be read",
        arguments: [
            ("big_endian", "big-endian float of 4 bytes, not IEEE little-endian"),
            ("odd_float", "float of 4 bytes, not IEEE little-endian"),
            ("integer", "integer of 4 bytes"), ("text", "string"),
            ("compound", "compound of 8 bytes"),
        ])
    func types(name: String, type: String) throws {
        let file = try HDF5File(path: Self.folder.get().path + "/\(name).h5")
        #expect(file.entries.map(\.elementTypeName) == [type])
        #expect {
            try unsafe file.readElements(ofEntry: 0) { _ in }
        } throws: { error in
            String(describing: error).hasSuffix(
                "\"w\": type: expected F16, BF16, F32 or F64, got \(type)")
        }
    }

    @Test("A file that is not there is missing; a helper out of memory or time is told")
    func limits() throws {
        let folder = try Self.folder.get().path
        #expect(throws: PlatformError.missing(path: folder + "/none.h5")) {
            try HDF5File(path: folder + "/none.h5")
        }
        var allowance = HDF5Allowance(fileByteCount: 0)
        allowance.memoryByteCountMax = 1 << 20
        #expect {
            try HDF5File(path: folder + "/whole.h5", allowance: allowance)
        } throws: { error in
            guard case CheckpointError.hdf5Helper = error else { return false }
            return true
        }
        allowance = HDF5Allowance(fileByteCount: 0)
        allowance.totalSecondsMax = 0
        #expect {
            try HDF5File(path: folder + "/whole.h5", allowance: allowance)
        } throws: { error in
            String(describing: error).hasSuffix("it took more than 0 s and was ended")
        }
    }
}
