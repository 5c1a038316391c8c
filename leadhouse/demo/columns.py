"""Columns of every exported object, in the order of a genuine weekly Data Export.

Reads and writes nothing. Standard columns come first as Salesforce writes them, then what this company has
beside them: its custom fields, and the subtype of a task.
"""

COLUMNS = {
    name: tuple(columns.split())
    for name, columns in {
        "User": """
            Id Username FirstName LastName MiddleName Suffix CompanyName Division Department Title Street City
            State PostalCode Country StateCode CountryCode Latitude Longitude GeocodeAccuracy Email SenderEmail
            SenderName Signature StayInTouchSubject StayInTouchSignature StayInTouchNote Phone Fax MobilePhone
            Alias CommunityNickname IsActive IsSystemControlled TimeZoneSidKey UserRoleId LocaleSidKey
            ReceivesInfoEmails ReceivesAdminInfoEmails EmailEncodingKey DefaultCurrencyIsoCode CurrencyIsoCode
            ProfileId UserType UserSubtype StartDay EndDay LanguageLocaleKey EmployeeNumber DelegatedApproverId
            ManagerId LastLoginDate LastPasswordChangeDate CreatedDate CreatedById LastModifiedDate
            LastModifiedById SystemModstamp NumberOfFailedLogins SuAccessExpirationDate SuOrgAdminExpirationDate
            OfflineTrialExpirationDate WirelessTrialExpirationDate OfflinePdaTrialExpirationDate ForecastEnabled
            ContactId AccountId CallCenterId Extension FederationIdentifier AboutMe LoginLimit ProfilePhotoId
            DigestFrequency DefaultGroupNotificationFrequency WorkspaceId SharingType ChatterAdoptionStage
            ChatterAdoptionStageModifiedDate BannerPhotoId IsProfilePhotoActive GlobalIdentity
        """,
        "Group": """
            Id Name DeveloperName RelatedId Type Email OwnerId DoesSendEmailToMembers DoesIncludeBosses
            CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp
        """,
        "Account": """
            Id IsDeleted MasterRecordId Name Type RecordTypeId ParentId BillingStreet BillingCity BillingState
            BillingPostalCode BillingCountry BillingStateCode BillingCountryCode BillingLatitude
            BillingLongitude BillingGeocodeAccuracy ShippingStreet ShippingCity ShippingState ShippingPostalCode
            ShippingCountry ShippingStateCode ShippingCountryCode ShippingLatitude ShippingLongitude
            ShippingGeocodeAccuracy Phone Fax AccountNumber Website Sic Industry AnnualRevenue NumberOfEmployees
            Ownership TickerSymbol Description Rating Site CurrencyIsoCode OwnerId CreatedDate CreatedById
            LastModifiedDate LastModifiedById SystemModstamp LastActivityDate IsExcludedFromRealign Jigsaw
            JigsawCompanyId AccountSource SicDesc OperatingHoursId
        """,
        "Contact": """
            Id IsDeleted MasterRecordId AccountId Salutation FirstName LastName MiddleName Suffix RecordTypeId
            OtherStreet OtherCity OtherState OtherPostalCode OtherCountry OtherStateCode OtherCountryCode
            OtherLatitude OtherLongitude OtherGeocodeAccuracy MailingStreet MailingCity MailingState
            MailingPostalCode MailingCountry MailingStateCode MailingCountryCode MailingLatitude
            MailingLongitude MailingGeocodeAccuracy Phone Fax MobilePhone HomePhone OtherPhone AssistantPhone
            ReportsToId Email Title Department AssistantName LeadSource Birthdate Description CurrencyIsoCode
            OwnerId HasOptedOutOfEmail HasOptedOutOfFax DoNotCall CreatedDate CreatedById LastModifiedDate
            LastModifiedById SystemModstamp LastActivityDate LastCURequestDate LastCUUpdateDate
            EmailBouncedReason EmailBouncedDate Jigsaw JigsawContactId Pronouns GenderIdentity
        """,
        "Campaign": """
            Id IsDeleted Name ParentId Type Status StartDate EndDate CurrencyIsoCode ExpectedRevenue
            BudgetedCost ActualCost ExpectedResponse NumberSent IsActive Description NumberOfLeads
            NumberOfConvertedLeads NumberOfContacts NumberOfResponses NumberOfOpportunities
            NumberOfWonOpportunities AmountAllOpportunities AmountWonOpportunities HierarchyNumberOfLeads
            HierarchyNumberOfConvertedLeads HierarchyNumberOfContacts HierarchyNumberOfResponses
            HierarchyNumberOfOpportunities HierarchyNumberOfWonOpportunities HierarchyAmountAllOpportunities
            HierarchyAmountWonOpportunities HierarchyNumberSent HierarchyExpectedRevenue HierarchyBudgetedCost
            HierarchyActualCost OwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp
            LastActivityDate CampaignMemberRecordTypeId
        """,
        "Lead": """
            Id IsDeleted MasterRecordId Salutation FirstName LastName MiddleName Suffix RecordTypeId Title
            Company Street City State PostalCode Country StateCode CountryCode Latitude Longitude
            GeocodeAccuracy Phone MobilePhone Fax Email Website Description LeadSource Status Industry Rating
            CurrencyIsoCode AnnualRevenue NumberOfEmployees OwnerId HasOptedOutOfEmail IsConverted ConvertedDate
            ConvertedAccountId ConvertedContactId ConvertedOpportunityId IsUnreadByOwner CreatedDate CreatedById
            LastModifiedDate LastModifiedById SystemModstamp LastActivityDate DoNotCall HasOptedOutOfFax
            LastTransferDate Jigsaw JigsawContactId EmailBouncedReason EmailBouncedDate Pronouns GenderIdentity
            Disqualified_Reason__c Lead_Score__c
        """,
        "LeadHistory": """
            Id IsDeleted LeadId CreatedById CreatedDate Field OldValue NewValue
        """,
        "CampaignMember": """
            Id IsDeleted CampaignId LeadId ContactId Status HasResponded IsPrimary CreatedDate CreatedById
            LastModifiedDate LastModifiedById SystemModstamp FirstRespondedDate CurrencyIsoCode
        """,
        "Opportunity": """
            Id IsDeleted AccountId IsPrivate Name Description StageName StageSortOrder Amount Probability
            ExpectedRevenue TotalOpportunityQuantity CloseDate Type NextStep LeadSource IsClosed IsWon
            ForecastCategory ForecastCategoryName CurrencyIsoCode CampaignId HasOpportunityLineItem Pricebook2Id
            OwnerId Territory2Id IsExcludedFromTerritory2Filter CreatedDate CreatedById LastModifiedDate
            LastModifiedById SystemModstamp LastActivityDate LastStageChangeDate FiscalYear FiscalQuarter
            ContactId PrimaryPartnerAccountId SyncedQuoteId ContractId LastAmountChangedHistoryId
            LastCloseDateChangedHistoryId Loss_Reason__c Competitor__c
        """,
        "OpportunityHistory": """
            Id OpportunityId CreatedById CreatedDate CreatedDateForInsert StageName Amount ExpectedRevenue
            CloseDate Probability FromForecastCategory ForecastCategory PrevForecastUpdate
            FromOpportunityStageName PrevOpportunityStageUpdate CurrencyIsoCode ValidThroughDate SystemModstamp
            IsDeleted PrevAmount PrevCloseDate
        """,
        "OpportunityFieldHistory": """
            Id IsDeleted OpportunityId CreatedById CreatedDate Field OldValue NewValue
        """,
        "OpportunityContactRole": """
            Id OpportunityId ContactId Role CreatedDate CreatedById LastModifiedDate LastModifiedById
            SystemModstamp IsDeleted CurrencyIsoCode
        """,
        "Quote": """
            Id OwnerId IsDeleted Name CurrencyIsoCode CreatedDate CreatedById LastModifiedDate LastModifiedById
            SystemModstamp OpportunityId Pricebook2Id ContactId QuoteNumber IsSyncing ShippingHandling Tax
            Status ExpirationDate Description BillingStreet BillingCity BillingState BillingPostalCode
            BillingCountry BillingStateCode BillingCountryCode BillingLatitude BillingLongitude
            BillingGeocodeAccuracy ShippingStreet ShippingCity ShippingState ShippingPostalCode ShippingCountry
            ShippingStateCode ShippingCountryCode ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy
            QuoteToStreet QuoteToCity QuoteToState QuoteToPostalCode QuoteToCountry QuoteToStateCode
            QuoteToCountryCode QuoteToLatitude QuoteToLongitude QuoteToGeocodeAccuracy AdditionalStreet
            AdditionalCity AdditionalState AdditionalPostalCode AdditionalCountry AdditionalStateCode
            AdditionalCountryCode AdditionalLatitude AdditionalLongitude AdditionalGeocodeAccuracy BillingName
            ShippingName QuoteToName AdditionalName Email Phone Fax ContractId
        """,
        "Task": """
            Id WhoId WhatId WhoCount WhatCount Subject ActivityDate Status Priority OwnerId Description
            CurrencyIsoCode Type IsDeleted AccountId IsClosed CreatedDate CreatedById LastModifiedDate
            LastModifiedById SystemModstamp IsArchived EmailMessageId ActivityOriginType CallDurationInSeconds
            CallType CallDisposition CallObject ReminderDateTime IsReminderSet RecurrenceActivityId IsRecurrence
            RecurrenceStartDateOnly RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType
            RecurrenceInterval RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance
            RecurrenceMonthOfYear RecurrenceRegeneratedType CompletedDateTime TaskSubtype
        """,
        "Event": """
            Id WhoId WhatId WhoCount WhatCount Subject Location IsAllDayEvent ActivityDateTime ActivityDate
            DurationInMinutes Description AccountId OwnerId CurrencyIsoCode Type IsPrivate ShowAs IsDeleted
            IsChild IsGroupEvent GroupEventType CreatedDate CreatedById LastModifiedDate LastModifiedById
            SystemModstamp IsArchived RecurrenceActivityId IsRecurrence RecurrenceStartDateTime
            RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType RecurrenceInterval
            RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance RecurrenceMonthOfYear
            ReminderDateTime IsReminderSet ProposedEventTimeframe
        """,
    }.items()
}
