using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>The shape of <c>world.json</c>; its <c>$comment</c> says how days and times are meant.</summary>
internal sealed record SeedFile(IReadOnlyList<SeedAccount> Accounts, IReadOnlyList<SeedMail> Mail)
{
    [JsonPropertyName("$comment")]
    public IReadOnlyList<string>? Comment { get; init; }
}

internal sealed record SeedAccount(
    string Key, string Password, ProviderKind Provider, string UserId, string Address, string Name, string Zone, IReadOnlyList<SeedCalendar> Calendars);

internal sealed record SeedCalendar(string Name, bool Primary = false, bool CanWrite = true, IReadOnlyList<SeedEvent>? Events = null);

internal sealed record SeedEvent(
    string Id,
    string? Uid = null,
    string? Title = null,
    string? Description = null,
    string? Location = null,
    string? Meeting = null,
    string? Organizer = null,
    int? Day = null,
    string? On = null,
    string? Start = null,
    string? End = null,
    int? EndDay = null,
    int Days = 1,
    string? Zone = null,
    string? EndZone = null,
    string? Rule = null,
    bool Private = false,
    bool Free = false,
    IReadOnlyList<SeedAttendee>? Attendees = null,
    IReadOnlyList<SeedChange>? Changes = null);

/// <summary>One instance of a series that is cancelled or differs: where it was (<c>day</c> or <c>on</c>) and what it is now.</summary>
internal sealed record SeedChange(
    int? Day = null, string? On = null, string? To = null, string? Start = null, string? End = null, string? Title = null, bool Cancelled = false);

internal sealed record SeedAttendee(string Address, string? Name = null, string Response = "needsAction", bool Optional = false);

/// <summary>
/// <c>Unread</c> holds in every inbox; <c>Flagged</c> and <c>Folders</c> name accounts; <c>Draft</c> names the one that holds a draft.
/// </summary>
internal sealed record SeedMail(
    string Id,
    int Day,
    string At,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    IReadOnlyList<string>? Cc = null,
    IReadOnlyList<string>? Text = null,
    IReadOnlyList<string>? Html = null,
    string? Re = null,
    string? Draft = null,
    bool Unread = false,
    IReadOnlyList<string>? Flagged = null,
    IReadOnlyDictionary<string, MailFolder>? Folders = null,
    IReadOnlyList<SeedAttachment>? Attachments = null);

internal sealed record SeedAttachment(string Name, string Type, string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SeedFile))]
internal sealed partial class SeedJson : JsonSerializerContext;
