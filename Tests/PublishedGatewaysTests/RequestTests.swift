import BigInt
import PublishedGateways
import PythonValues
import PythonWeb
import Routing
import Testing

@Suite("Requests to the published gateway network")
struct RequestTests {
    private let schema = RequestSchema([
        RequestMember("prompt", .text),
        RequestMember("count", .integer, absent: .integer(256)),
        RequestMember("heat", .float, absent: .text("unused")),
        RequestMember("key", .text, isNullable: true),
    ])

    @Test("Members come in the schema's order, coerced, with defaults; unknown ones are ignored")
    func members() throws {
        let members = try schema.members(
            ofBody: Array(#"{"x":1,"heat":"1_0","count":5.0,"prompt":"é"}"#.utf8))
        #expect(members.members.map(\.key.shown) == ["prompt", "count", "heat", "key"])
        #expect(
            try PythonJSONWriter.text(.dictionary(members), sortsKeys: false, style: .response)
                == #"{"prompt":"é","count":5,"heat":10.0,"key":null}"#)
    }

    @Test(
        "A body of another form is refused with the kinds of its faults",
        arguments: [
            ("", 422, ["missing"]), ("{", 422, ["json_invalid"]),
            ("[]", 422, ["model_attributes_type"]),
            (#"{"count":"x","heat":null}"#, 422, ["missing", "int_parsing", "float_type"]),
            ("\u{FEFF}{}", 422, ["missing"]),
            ("[" + String(repeating: "9", count: 4301), 400, []),
            (String(repeating: "[", count: 5000), 400, []),
        ])
    func refusals(body: String, status: Int, kinds: [String]) throws {
        let error = try #require(throws: SchemaError.self) {
            _ = try schema.members(ofBody: Array(body.utf8))
        }
        #expect(error.status == status)
        #expect(error.kinds == kinds)
        #expect(try error.answer().status == status)
    }

    @Test("An answer that would repeat NaN raises")
    func unanswerable() throws {
        let error = try #require(throws: SchemaError.self) {
            _ = try schema.members(ofBody: Array(#"{"prompt":NaN}"#.utf8))
        }
        #expect(error.kinds == ["string_type"])
        #expect(throws: PythonError.value("Out of range float values are not JSON compliant")) {
            _ = try error.answer()
        }
    }

    @Test("In a query the last of equal names counts, and plus signs are spaces")
    func query() throws {
        let members = try schema.members(ofQuery: "prompt=a&%70rompt=b+%C3%A9%zz=&count=+5&x")
        #expect(members["prompt"]?.equals(.text("b é%zz=")) == true)
        #expect(members["count"]?.equals(.integer(5)) == true)
    }

    @Test("Lists of objects are refused for each element that is none")
    func lists() throws {
        #expect(try RequestBody.objects(Array(#"[{"a":1},{}]"#.utf8)).count == 2)
        let error = try #require(throws: SchemaError.self) {
            _ = try RequestBody.objects(Array("[1,{},[]]".utf8))
        }
        #expect(error.kinds == ["dict_type", "dict_type"])
        let other = try #require(throws: SchemaError.self) {
            _ = try RequestBody.objects(Array("{}".utf8))
        }
        #expect(other.kinds == ["list_type"])
    }
}
