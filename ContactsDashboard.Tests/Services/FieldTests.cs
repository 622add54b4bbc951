using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class FieldTests
{
    [Theory]
    [InlineData("Shoe size", "shoe_size")]
    [InlineData("Größe (cm)", "grosse_cm")]
    [InlineData("2nd name", "field_2nd_name")]
    [InlineData("年齢", "field")]
    [InlineData("Size \ufffe", "size")]
    public async Task Add_WithoutAKey_MakesOneOfTheLabel(string label, string key)
    {
        await using var store = await CreateAsync();

        (await store.GivenFieldAsync(label)).Key.Should().Be(key);
    }

    [Fact]
    public async Task Add_OfAKeyThatIsTaken_NumbersItsOwnAndRefusesAGivenOne()
    {
        await using var store = await CreateAsync();
        var fields = store.As<FieldService>(Role.Admin);
        await store.GivenFieldAsync("Shoe size");

        (await store.GivenFieldAsync("Shoe, size")).Key.Should().Be("shoe_size_2");
        (await fields.AddAsync(store.Organization, new("Other", FieldType.Text, [], "shoe_size"), Stop)).Problem!.Code.Should().Be("ALREADY_EXISTS");
        (await fields.AddAsync(store.Organization, new("shoe SIZE", FieldType.Text, []), Stop)).Problem!.Field.Should().Be("label");
        (await fields.AddAsync(store.Organization, new("Other", FieldType.Text, [], "Shoe Size"), Stop)).Problem!.Field.Should().Be("key");
        (await fields.AddAsync(store.Organization, new("Colour", FieldType.Select, [" "]), Stop)).Problem!.Field.Should().Be("options");
        (await fields.AddAsync(store.Organization, new("Colour", FieldType.Text, ["red"]), Stop)).Problem!.Field.Should().Be("options");
    }

    [Fact]
    public async Task Add_BeyondTheLimit_IsRefused()
    {
        await using var store = await CreateAsync();
        for (var i = 0; i < 100; i++)
            await store.GivenFieldAsync($"Field {i}");

        (await store.As<FieldService>(Role.Admin).AddAsync(store.Organization, new("One more", FieldType.Text, []), Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
    }

    [Fact]
    public async Task Change_OfOptions_RefusesToTakeAwayOneInUse()
    {
        await using var store = await CreateAsync();
        var fields = store.As<FieldService>(Role.Admin);
        var colour = await store.GivenFieldAsync("Colour", FieldType.Select, "Red", "Blue", "red");
        colour.Options.Should().Equal("Red", "Blue");
        await store.GivenProfileAsync(new() { FirstName = "Ann", Fields = new Dictionary<string, string> { ["colour"] = "RED" } });

        var refused = await fields.ChangeAsync(store.Organization, colour.Id, "Colour", ["Blue"], Stop);
        refused.Problem!.Code.Should().Be("OPTION_IN_USE");
        refused.Problem.Message.Should().StartWith("1 contact has “Red”.");

        var changed = (await fields.ChangeAsync(store.Organization, colour.Id, "Favourite colour", ["Red", "Green"], Stop)).Value;
        changed.Should().BeEquivalentTo(new { Key = "colour", Label = "Favourite colour", Options = new[] { "Red", "Green" } });
    }

    [Fact]
    public async Task Delete_SaysHowManyValuesGoAndTakesThem()
    {
        await using var store = await CreateAsync();
        var fields = store.As<FieldService>(Role.Admin);
        var (size, born) = (await store.GivenFieldAsync("Size"), await store.GivenFieldAsync("Born", FieldType.Date));
        for (var i = 0; i < 3; i++)
            await store.GivenProfileAsync(new() { FirstName = "Ann", Fields = new Dictionary<string, string> { ["size"] = "L", ["born"] = "1999-12-31" } });

        (await fields.PreviewDeleteAsync(store.Organization, born.Id, Stop)).Value.Contacts.Should().Be(3);
        (await fields.DeleteAsync(store.Organization, born.Id, Stop)).Value.Should().Be(3);
        (await fields.DeleteAsync(store.Organization, born.Id, Stop)).Problem!.Code.Should().Be("FIELD_NOT_FOUND");

        await using var context = await store.OpenAsync();
        (await context.FieldValues.Select(v => v.FieldId).Distinct().ToListAsync(Stop)).Should().Equal(size.Id);
        (await fields.ListAsync(store.Organization, Stop)).Value.Should().ContainSingle().Which.Id.Should().Be(size.Id);
    }

    [Theory]
    [InlineData(FieldType.Number, "-12.5", "-12.5", null, -12.5)]
    [InlineData(FieldType.Date, "0001-01-02", "0001-01-02", null, 1.0)]
    [InlineData(FieldType.Boolean, "YES", "true", null, 1.0)]
    [InlineData(FieldType.Boolean, "false", "false", null, 0.0)]
    [InlineData(FieldType.Text, "  Straße ", "Straße", "straße", null)]
    [InlineData(FieldType.Select, "red", "Red", "red", null)]
    public void Value_OfItsType_IsKeptForComparing(FieldType type, string entered, string text, string? key, double? number) =>
        FieldContent.Read(type, ["Red"], entered).Value.Should().Be(new FieldContent(text, key, number));

    [Theory]
    [InlineData(FieldType.Number, "1,5")]
    [InlineData(FieldType.Number, "1e999")]
    [InlineData(FieldType.Number, "∞")]
    [InlineData(FieldType.Date, "2026-02-30")]
    [InlineData(FieldType.Boolean, "maybe")]
    [InlineData(FieldType.Select, "green")]
    public void Value_OfAnotherType_IsRefused(FieldType type, string entered) => FieldContent.Read(type, ["Red"], entered).Problem!.Code.Should().Be("INVALID_CUSTOM_FIELD");

    [Fact]
    public async Task Category_CreatedRenamedDeleted_KeepsItsContacts()
    {
        await using var store = await CreateAsync();
        var categories = store.As<CategoryService>(Role.Admin);
        var news = await store.GivenCategoryAsync(" News ");
        var ann = await store.GivenProfileAsync(new() { FirstName = "Ann", Categories = [news] });

        (await categories.CreateAsync(store.Organization, "NEWS", Stop)).Problem!.Code.Should().Be("ALREADY_EXISTS");
        (await categories.RenameAsync(store.Organization, news, "news", Stop)).Value.Should().BeEquivalentTo(new { Name = "news", Contacts = 1L });
        (await categories.ListAsync(store.Organization, Stop)).Value.Should().ContainSingle().Which.Contacts.Should().Be(1);
        (await categories.DeleteAsync(store.Organization, news, Stop)).Value.Should().Be(1);
        (await categories.DeleteAsync(store.Organization, news, Stop)).Problem!.Code.Should().Be("CATEGORY_NOT_FOUND");
        (await store.ProfileAsync(ann.ContactId)).Segments.Should().BeEmpty();
        (await store.ProfileAsync(ann.ContactId)).History[^1].Changes.Should().Contain(c => c.Label == "a category since deleted");
    }

    [Fact]
    public async Task FieldsAndCategories_AreForAdminsAndTheirOrganisation()
    {
        await using var store = await CreateAsync();
        var (field, category) = (await store.GivenFieldAsync("Size"), await store.GivenCategoryAsync("News"));
        var other = await store.GivenOrganizationAsync("other");
        var system = new SystemActor();

        (await store.As<FieldService>(Role.Support).AddAsync(store.Organization, new("X", FieldType.Text, []), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<CategoryService>(Role.Support).CreateAsync(store.Organization, "X", Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<FieldService>(system).ChangeAsync(other, field.Id, "X", [], Stop)).Problem!.Code.Should().Be("FIELD_NOT_FOUND");
        (await store.As<FieldService>(system).DeleteAsync(other, field.Id, Stop)).Problem!.Code.Should().Be("FIELD_NOT_FOUND");
        (await store.As<CategoryService>(system).RenameAsync(other, category, "X", Stop)).Problem!.Code.Should().Be("CATEGORY_NOT_FOUND");
        (await store.As<CategoryService>(system).DeleteAsync(other, category, Stop)).Problem!.Code.Should().Be("CATEGORY_NOT_FOUND");
    }
}
