using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class EventCursorTests
{
    private static readonly EventCursor Cursor = new(
        new EventListArguments("2026-11-24", null, null, null, null, "budget"), "Europe/Paris", TimeZoneSource.Calendar,
        1_795_471_200_000, 1_796_076_000_000,
        [new AccountCursor("google:ada@gmail.example", null, "CiAKGjBpNDd2", 3), new AccountCursor("microsoft:ada@acme.example", "AAMk=", null, 25)]);

    [Fact]
    public void A_cursor_comes_back_as_it_went()
    {
        var decoded = EventCursor.Decode(Cursor.Encode());

        Assert.Equal(Cursor with { Accounts = decoded.Accounts }, decoded);
        Assert.Equal(Cursor.Accounts, decoded.Accounts);
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("%%%")]
    [InlineData("e30")]
    [InlineData("bnVsbA")]
    [InlineData("W10")]
    public void What_is_no_cursor_is_refused(string text) => AssertRefused(text);

    [Fact]
    public void A_cursor_longer_than_any_is_refused() => AssertRefused(new string('A', 20_000));

    [Theory]
    [InlineData("zone", "\"Mars/Olympus\"")]
    [InlineData("zone", "null")]
    [InlineData("zone_source", "77")]
    [InlineData("start", "-1")]
    [InlineData("start", "1796076000001")]
    [InlineData("end", "9223372036854775807")]
    [InlineData("end", "1999999999999")]
    [InlineData("accounts", "[]")]
    [InlineData("accounts", "[null]")]
    [InlineData("accounts", "null")]
    [InlineData("arguments", "null")]
    [InlineData("arguments", """{"query":"a\u0000b"}""")]
    [InlineData("accounts", """[{"account":"a","skip":-1}]""")]
    [InlineData("accounts", """[{"account":"a","calendar_id":"../users","skip":0}]""")]
    [InlineData("accounts", """[{"account":"a","page_token":"a\r\nb","skip":0}]""")]
    [InlineData("accounts", """[{"account":null,"skip":0}]""")]
    [InlineData("surprise", "1")]
    public void A_cursor_that_was_altered_beyond_what_arguments_allow_is_refused(string property, string value)
    {
        var json = JsonNode.Parse(Base64Url.DecodeFromChars(Cursor.Encode()))!;
        json[property] = JsonNode.Parse(value);

        AssertRefused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    private static void AssertRefused(string text)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => EventCursor.Decode(text));
        Assert.Equal(FailureCode.InvalidInput, refusal.Failure.Code);
        Assert.StartsWith("cursor ", refusal.Failure.Message, StringComparison.Ordinal);
    }
}
