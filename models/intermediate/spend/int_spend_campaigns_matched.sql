-- One row per ad platform's campaign: the campaign of the CRM whose spend it is, and what told it.
-- The surest kind of evidence decides: an id, then utm_campaign, then a name. Where it points to more than one campaign,
-- of one CRM or of several, it points to none: spend is counted once.
with campaigns as (

    select campaign_key, campaign_id, campaign_name, utm_campaign
    from {{ ref('int_campaigns_unioned') }}
    where not is_deleted

),

-- A Salesforce id is written with 15 characters or 18.
campaign_ids as (

    select campaign_key, campaign_id as id from campaigns
    union
    select campaign_key, substr(campaign_id, 1, 15) as id from campaigns where {{ has_salesforce_form('campaign_id') }}

),

-- Links bear the campaign's own utm_campaign where the CRM has such a field, else its name.
campaign_names as (

    select campaign_key, 'name' as kind, {{ comparable_name('campaign_name') }} as comparable
    from campaigns
    where campaign_name is not null
    union
    select campaign_key, 'utm' as kind, {{ comparable_name('coalesce(utm_campaign, campaign_name)') }} as comparable
    from campaigns
    where coalesce(utm_campaign, campaign_name) is not null

),

texts as (

    select * from {{ ref('int_spend_campaigns_named') }}

),

-- Marketing writes the one system's id into the other's names: an id is a word of at least nine characters with a digit.
words as (

    select spend_campaign_key, {{ words_of("translate(text, '|_/:()[],;=', '           ')", ' ') }} as word
    from texts
    where kind in ('name', 'utm')
    union
    select spend_campaign_key, {{ words_of("translate(text, '|_/:()[],;=-', '            ')", ' ') }} as word
    from texts
    where kind in ('name', 'utm')

),

words_of_campaigns as (

    select campaign_key, {{ words_of("translate(campaign_name, '|_/:()[],;=-', '            ')", ' ') }} as word
    from campaigns

),

evidence as (

    select texts.spend_campaign_key, campaign_ids.campaign_key, 1 as strength
    from texts
    inner join campaign_ids on texts.text = campaign_ids.id
    where texts.kind in ('id', 'utm')
    union
    select words.spend_campaign_key, campaign_ids.campaign_key, 1 as strength
    from words
    inner join campaign_ids on words.word = campaign_ids.id
    where length(words.word) >= 9 and translate(words.word, '0123456789', '') <> words.word
    union
    select texts.spend_campaign_key, words_of_campaigns.campaign_key, 1 as strength
    from texts
    inner join words_of_campaigns on texts.text = words_of_campaigns.word
    where texts.kind = 'id' and length(texts.text) >= 9 and translate(texts.text, '0123456789', '') <> texts.text
    union
    select texts.spend_campaign_key, campaign_names.campaign_key, case texts.kind when 'utm' then 2 else 3 end as strength
    from texts
    inner join campaign_names on texts.comparable = campaign_names.comparable and texts.kind = campaign_names.kind

),

surest as (

    select spend_campaign_key, min(strength) as strength
    from evidence
    group by spend_campaign_key

)

select
    evidence.spend_campaign_key,
    case when count(distinct evidence.campaign_key) = 1 then min(evidence.campaign_key) end as campaign_key,
    case when count(distinct evidence.campaign_key) = 1
        then case min(evidence.strength) when 1 then 'id' when 2 then 'utm' else 'name' end
    end as matched_by,
    count(distinct evidence.campaign_key) > 1 as is_ambiguous
from evidence
inner join surest on evidence.spend_campaign_key = surest.spend_campaign_key and evidence.strength = surest.strength
group by evidence.spend_campaign_key
