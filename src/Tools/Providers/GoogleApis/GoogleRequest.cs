using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Google;
using Google.Apis.Http;
using Google.Apis.Requests;
using Google.Apis.Util;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

internal static class GoogleRequest
{
    private static readonly ConcurrentDictionary<Type, (RequestParameterAttribute Parameter, PropertyInfo Property)[]> ParametersByType = new();

    private static readonly ConcurrentDictionary<Enum, string> NamesByValue = new();

    /// <summary>Sends with this token and no other.</summary>
    /// <exception cref="ProviderException">Google refused, did not answer, or answered what cannot be read.</exception>
    public static async Task<T> SendAsync<T>(this ClientServiceRequest<T> request, ProviderToken token, CancellationToken cancellationToken)
    {
        try
        {
            var answer = request.HttpMethod == HttpMethod.Get.Method ? ReadAsync(request, token, cancellationToken) : WriteAsync(request, token, cancellationToken);
            return await answer.ConfigureAwait(false) ?? throw ProviderException.MalformedAnswer(Provider.Google);
        }
        catch (Exception exception) when (exception is GoogleApiException or JsonException)
        {
            // Refusals never reach the SDK. These quote the answer that could not be read, so they are not kept.
            throw ProviderException.MalformedAnswer(Provider.Google);
        }
    }

    private static async Task<T?> WriteAsync<T>(ClientServiceRequest<T> request, ProviderToken token, CancellationToken cancellationToken)
    {
        request.Credential = new Bearer(token);
        return await request.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the runtime does for a GET; it would read the attributes of each parameter, and the answer as text, every time.</summary>
    private static async Task<T?> ReadAsync<T>(ClientServiceRequest<T> request, ProviderToken token, CancellationToken cancellationToken)
    {
        var url = new RequestBuilder { BaseUri = new Uri(request.Service.BaseUri), Path = request.RestPath, Method = request.HttpMethod };
        foreach (var (parameter, property) in ParametersByType.GetOrAdd(request.GetType(), ParametersOf))
            if (property.GetValue(request) is { } value)
                url.AddParameter(parameter.Type, parameter.Name, Text(value));
        using var message = url.CreateRequest();
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        using var response = await request.Service.HttpClient.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
            return (T?)await JsonSerializer.DeserializeAsync(answer, typeof(T), GoogleShapes.Default, cancellationToken).ConfigureAwait(false);
    }

    private static (RequestParameterAttribute Parameter, PropertyInfo Property)[] ParametersOf(Type request) =>
        [.. from property in request.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            let parameter = CustomAttributeExtensions.GetCustomAttribute<RequestParameterAttribute>(property)
            where parameter is not null
            select (parameter, property)];

    private static string Text(object value) => value switch
    {
        Enum name => NamesByValue.GetOrAdd(name, NameOf),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string NameOf(Enum value) =>
        CustomAttributeExtensions.GetCustomAttribute<StringValueAttribute>(value.GetType().GetField(value.ToString())!)!.Text;

    private sealed class Bearer(ProviderToken token) : IHttpExecuteInterceptor
    {
        public Task InterceptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
            return Task.CompletedTask;
        }
    }
}
