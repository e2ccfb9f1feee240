import Testing

@Suite("Files of a room point one way")
struct FileCirclesTests {
    /// Circles that stand, by room: types that are recursive by nature.
    static let recursive: [String: [[String]]] = [  // looked up, never iterated
        // A value of Python holds texts and numbers; both refuse with the value's error.
        "PythonValues": [["PythonNumber_ieee", "PythonText", "PythonValue"]]
    ]

    @Test("No circle stands but those that are listed, and each that is listed stands")
    func none() {
        let rooms = Set(HouseRulesTests.sources.map(\.room)).sorted()  // sorted, never iterated
        #expect(rooms.count > 25)
        for room in rooms {
            let circles = FileCircles(HouseRulesTests.sources.filter { $0.room == room }).circles
            #expect(circles == Self.recursive[room] ?? [], "\(room)")
        }
    }

    @Test("A planted circle of three files is seen, a line of three is not")
    func planted() {
        func files(_ last: String) -> [SourceFile] {
            [
                SourceFile(path: "R/A.swift", text: "struct A { let b: B }"),
                SourceFile(path: "R/Folder/B.swift", text: "package enum B { case c(C) }"),
                SourceFile(path: "R/C.swift", text: last),
            ]
        }
        #expect(FileCircles(files("final class C { var a: A? }")).circles == [["A", "B", "C"]])
        #expect(FileCircles(files("final class C {}  // of an A")).circles.isEmpty)
        #expect(
            FileCircles(files("let c = \"\"\"\n    A\n    \"\"\"\nstruct C {}")).circles.isEmpty)
    }
}
